// Character-level language modelling of one text: predict each next character.
import { ConfigurationError } from '../math/configurationError.ts';
import {
  type Batch,
  type BatchSource,
  type FileOption,
  isWrongClass,
  type SourceState,
  type TaskDefinition,
  type TaskFile,
} from './task.ts';
import { TaskFileError } from './taskFileError.ts';

/** Options of the text task. */
export interface TextOptions {
  readonly type: 'text';
  /** UTF-8 text; whoever builds the task reads it. */
  readonly file: FileOption;
  /** Characters per update, T. */
  readonly length: number;
  /** Shares of the text held out at its end, each rounded down to whole characters; test is last. */
  readonly split?: { readonly validation: number; readonly test: number };
  /** Whether the state goes on from one update to the next. */
  readonly carryState: boolean;
}

const UNSPLIT = { validation: 0, test: 0 } as const;

/** Size of an alphabet that is not known yet. */
const LARGE_ALPHABET = 256;

/** A text as symbols: symbol k stands for the k-th code point of the alphabet. */
interface Encoded {
  readonly symbols: Int32Array;
  /** The different code points of the text in ascending order. */
  readonly alphabet: readonly number[];
}

/**
 * Characters are code points; the alphabet is that of the whole file, in code-point order, and a
 * byte order mark is left out. The text is cut into training, validation and test part. A part is
 * read as B parallel streams, each a contiguous piece of it (fewer than B characters may remain at
 * its end), T characters at a time; with carryState the state goes on along the stream. Training
 * starts again, and the state anew, where no whole chunk is left; evaluation reads every stream to
 * its end, the last chunk shorter than T. Loss in nats per character; the report adds bits.
 *
 * @see Sutskever et al. (2011), Generating text with recurrent neural networks; Mikolov et al. (2012).
 */
export const text: TaskDefinition<TextOptions> = {
  type: 'text',
  summary: 'predict the next character of a UTF-8 file; loss also in bits per character',
  source: 'Mikolov et al. 2012, Subword language modeling; Pascanu et al. 2013, section 4.2',
  shape: () => ({
    input: { kind: 'index', size: LARGE_ALPHABET },
    target: { kind: 'class', size: LARGE_ALPHABET, steps: 'everyStep' },
    isFromData: true,
  }),
  create({ length, split = UNSPLIT, carryState }, files) {
    const [file] = files ?? [];
    if (!file) throw new RangeError('text: needs a file');
    if (file.split !== 'whole')
      throw new ConfigurationError('text: expected one whole file in task.file');
    const { symbols, alphabet } = encode(file);
    const size = alphabet.length;
    if (size < 2)
      throw new ConfigurationError('text: the file holds fewer than two different characters');
    const testStart = symbols.length - Math.floor(symbols.length * split.test);
    const validationStart = testStart - Math.floor(symbols.length * split.validation);
    const parts = {
      training: symbols.subarray(0, validationStart),
      validation: symbols.subarray(validationStart, testStart),
      test: symbols.subarray(testStart),
    };
    return {
      input: { kind: 'index', size },
      target: { kind: 'class', size, steps: 'everyStep' },
      maximumLength: length,
      carriesState: carryState,
      perCharacter: true,
      watched: [],
      isWrong: isWrongClass(size),
      checkBatchSize: (batchSize) => {
        streamLength(parts.training, batchSize, length);
      },
      training: (_stream, from) =>
        trainingSource(parts.training, length, carryState, from?.position ?? 0),
      evaluation(name) {
        return parts[name].length < 2 ? null : evaluationSource(parts[name], length, carryState);
      },
    };
  },
};

/** Walks the streams again and again; only whole chunks of T. */
function trainingSource(
  part: Int32Array,
  length: number,
  carry: boolean,
  from: number,
): BatchSource {
  let position = from;
  return {
    next(batch) {
      const stream = streamLength(part, batch.batchSize, length);
      if (position + length > stream) position = 0;
      batch.carryState = carry && position > 0;
      fill(batch, part, stream, position, length);
      position += length;
      return true;
    },
    state: (): SourceState => ({ position, random: null }),
  };
}

/**
 * Length of each of B streams through a training part.
 * @throws ConfigurationError if it is less than one chunk of T
 */
function streamLength(part: Int32Array, batchSize: number, length: number): number {
  const stream = Math.floor((part.length - 1) / batchSize);
  if (stream >= length) return stream;
  throw new ConfigurationError(
    `text: ${part.length} training characters are too few for ${batchSize} streams of ` +
      `${length}; lower training.batchSize or task.length`,
  );
}

/** Walks the streams once, the last chunk as short as needed. */
function evaluationSource(part: Int32Array, length: number, carry: boolean): BatchSource {
  let position = 0;
  return {
    next(batch) {
      batch.batchSize = Math.min(batch.batchSize, part.length - 1);
      const stream = Math.floor((part.length - 1) / batch.batchSize);
      if (position >= stream) return false;
      const steps = Math.min(length, stream - position);
      batch.carryState = carry && position > 0;
      fill(batch, part, stream, position, steps);
      position += steps;
      return true;
    },
    state: (): SourceState => ({ position, random: null }),
  };
}

function fill(batch: Batch, part: Int32Array, stream: number, position: number, T: number): void {
  const B = batch.batchSize;
  batch.sequenceLength = T;
  for (let b = 0; b < B; b++) {
    let from = b * stream + position;
    for (let n = b; n < T * B; n += B) {
      batch.symbols[n] = part[from]!;
      batch.classes[n] = part[++from]!;
    }
  }
}

/** @throws TaskFileError if the bytes are not UTF-8. */
function encode({ path, bytes }: TaskFile): Encoded {
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TaskFileError(path, 'expected UTF-8 text, got other bytes');
  }
  const points = new Int32Array(decoded.length);
  let count = 0;
  for (const character of decoded) points[count++] = character.codePointAt(0)!;
  const symbols = points.subarray(0, count);
  const alphabet = [...new Set(symbols)].sort((a, b) => a - b);
  const symbolOf = new Map(alphabet.map((point, symbol) => [point, symbol]));
  for (let i = 0; i < count; i++) symbols[i] = symbolOf.get(symbols[i]!)!;
  return { symbols, alphabet };
}
