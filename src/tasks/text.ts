// Language modelling of one text: predict each next character or byte, or one some steps ahead.
import { ConfigurationError } from '../math/configurationError.ts';
import { elementary64 } from '../math/elementary/index.ts';
import {
  checkOwnFiles,
  type DataPart,
  filesOfPart,
  partsOfWhole,
  type SplitOptions,
} from './dataParts.ts';
import { encodeTexts, encodeWith, type Symbols, type TextUnit } from './formats/symbols.ts';
import { evaluationStreams, type StreamOptions, streamLength, trainingStreams } from './streams.ts';
import {
  type FileOption,
  type Floor,
  isWrongClass,
  type TaskDefinition,
  type TaskFile,
} from './task.ts';
import { textNotation } from './textNotation.ts';

/** Options of the text task. */
export interface TextOptions {
  readonly type: 'text';
  /** UTF-8 text, or any bytes; whoever builds the task reads it. */
  readonly file: FileOption;
  /** What a symbol is; a character when absent. */
  readonly unit?: TextUnit;
  /** Characters per update, T. */
  readonly length: number;
  /** Which of the following characters is asked for: 1, the next, when absent. */
  readonly horizon?: number;
  /** Shares of a whole text held out at its end; absent where the parts have files of their own. */
  readonly split?: SplitOptions;
  /** Whether the state goes on from one update to the next. */
  readonly carryState: boolean;
}

/** Size of an alphabet that is not known yet. */
const LARGE_ALPHABET = 256;

type Parts = Readonly<Record<DataPart, Symbols>>;

/**
 * Characters are code points, in code-point order, and a byte order mark is left out; or bytes. A whole text is cut
 * into training, validation and test part, and the alphabet is that of all of it; where the parts have files of
 * their own it is that of the training text, and other characters are an error. A part is read as B parallel
 * streams, each a contiguous piece of it (fewer than B characters may remain at its end), T characters at a time;
 * with carryState the state goes on along the stream. Training starts again, and the state anew, where no whole
 * chunk is left; evaluation reads every stream to its end, the last chunk shorter than T. Loss in nats per
 * character; the report adds bits.
 *
 * With horizon n the target is the n-th of the following characters: n = 5 is Pascanu's 5-step task. Floor:
 * memoryless, by the frequencies of the characters in the training text (one added to each count).
 *
 * @see Sutskever et al. (2011), Generating text with recurrent neural networks; Mikolov et al. (2012);
 * Pascanu et al. (2013), section 4.2.
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
  create({ length, horizon = 1, split, carryState, unit = 'character' }, files = []) {
    if (files.length === 0) throw new RangeError('text: needs a file');
    const { parts, alphabet } = split ? divided(files, unit, split) : fromOwnFiles(files, unit);
    for (const part of ['validation', 'test'] as const) {
      checkOwnFiles(filesOfPart(files, part), parts[part].length, horizon, `${unit}s`);
    }
    const size = alphabet.length;
    if (size < 2)
      throw new ConfigurationError(`text: the file holds fewer than two different ${unit}s`);
    const walk = (part: DataPart): StreamOptions => {
      const symbols = parts[part];
      return {
        count: symbols.length,
        horizon,
        length,
        carryState,
        called: { task: 'text', rows: `${unit}s` },
        write(batch, n, at) {
          batch.symbols[n] = symbols[at]!;
          batch.classes[n] = symbols[at + horizon]!;
        },
      };
    };
    return {
      input: { kind: 'index', size },
      target: { kind: 'class', size, steps: 'everyStep' },
      maximumLength: length,
      carriesState: carryState,
      perCharacter: true,
      watched: [],
      isWrong: isWrongClass(size),
      notation: textNotation(alphabet, unit),
      floors: (part) => memorylessFloor(parts.training, parts[part].subarray(horizon), size),
      checkBatchSize: (batchSize) => {
        streamLength(walk('training'), batchSize);
      },
      training: (_stream, from) => trainingStreams(walk('training'), from?.position ?? 0),
      evaluation: (part) => (parts[part].length <= horizon ? null : evaluationStreams(walk(part))),
    };
  },
};

/** Cuts a whole text into its parts; a part that has a file of its own is that. */
function divided(files: readonly TaskFile[], unit: TextUnit, split: SplitOptions) {
  const { symbols, alphabet } = encodeTexts(filesOfPart(files, 'whole'), unit);
  const places = partsOfWhole(symbols.length, split);
  const part = (name: DataPart): Symbols => {
    const own = filesOfPart(files, name);
    return own.length > 0 ? encodeWith(own, unit, alphabet) : symbols.subarray(...places[name]);
  };
  const parts: Parts = {
    training: part('training'),
    validation: part('validation'),
    test: part('test'),
  };
  return { parts, alphabet };
}

function fromOwnFiles(files: readonly TaskFile[], unit: TextUnit) {
  const { symbols: training, alphabet } = encodeTexts(filesOfPart(files, 'training'), unit);
  const other = (name: DataPart) => encodeWith(filesOfPart(files, name), unit, alphabet);
  const parts: Parts = { training, validation: other('validation'), test: other('test') };
  return { parts, alphabet };
}

/** What the frequencies of the training text reach on other symbols. */
function memorylessFloor(training: Symbols, symbols: Symbols, size: number): readonly Floor[] {
  if (symbols.length === 0) return [];
  const counts = countsOf(training, size);
  const most = counts.indexOf(Math.max(...counts));
  const found = countsOf(symbols, size);
  const total = training.length + size;
  const loss = found.reduce(
    (sum, count, symbol) => sum - count * elementary64.log((counts[symbol]! + 1) / total),
    0,
  );
  return [
    {
      name: 'memoryless',
      losses: { softmaxCrossEntropy: loss / symbols.length },
      error: 1 - found[most]! / symbols.length,
    },
  ];
}

function countsOf(symbols: Symbols, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < symbols.length; i++) counts[symbols[i]!]!++;
  return counts;
}
