// Sequences of the user's own, from files: classes or values at the last step or at every step.
import { type DataPart, filesOfPart, partsOfWhole, type SplitOptions } from './dataParts.ts';
import { readSequences, type SequenceTable } from './formats/sequenceTable.ts';
import { sequenceFloor } from './sequenceFloors.ts';
import { epochSource, lengthOf, orderedSource, type SequencePart } from './sequenceSources.ts';
import {
  type FileOption,
  isWrongClass,
  type Task,
  type TaskDefinition,
  type TaskFile,
  type TaskShape,
} from './task.ts';

/** Options of the sequences task. */
export interface SequencesOptions {
  readonly type: 'sequences';
  /** JSON Lines; whoever builds the task reads them. */
  readonly file: FileOption;
  /** Shares of a whole file held out at its end, each rounded down to whole sequences; test is last. */
  readonly split?: SplitOptions;
  /** Each step is one of so many symbols, or a row of so many numbers. */
  readonly inputs: { readonly symbols: number } | { readonly size: number };
  readonly targets: {
    readonly type: 'classes' | 'values';
    /** Number of classes, or of values. */
    readonly size: number;
    readonly steps: 'lastStep' | 'everyStep';
  };
  /** Steps of the longest sequence allowed. */
  readonly length: number;
  /** Largest |output − target| that counts as right, for values; without it nothing is wrong or right. */
  readonly tolerance?: number;
}

const shapeOf = ({ inputs, targets }: SequencesOptions): TaskShape => ({
  input:
    'symbols' in inputs
      ? { kind: 'index', size: inputs.symbols }
      : { kind: 'dense', size: inputs.size },
  target: {
    kind: targets.type === 'classes' ? 'class' : 'value',
    size: targets.size,
    steps: targets.steps,
  },
  isFromData: false,
  variableLengths: true,
});

/**
 * Each line of a file is one sequence; see `parseSequenceLine`. Training takes all of them once an epoch, in
 * an order drawn anew for each; a batch is as long as its longest sequence. Evaluation takes them in the
 * order of the files. No state is carried over. A whole file is cut into training, validation and test part
 * in the order of its lines. Where all sequences are equally long the task has no variable lengths, so that
 * windows of truncated BPTT can have targets at the last step.
 */
export const sequences: TaskDefinition<SequencesOptions> = {
  type: 'sequences',
  summary:
    'sequences of your own, a JSON object a line: classes or values, at the last or every step',
  source: 'JSON Lines, jsonlines.org',
  shape: shapeOf,
  create(options, files = []) {
    if (files.length === 0) throw new RangeError('sequences: needs a file');
    const shape = { ...shapeOf(options), longest: options.length };
    const { input, target } = shape;
    const parts = partsOf(files, options.split, (some) => readSequences(some, shape));
    const lengths = lengthsOf(Object.values(parts));
    const isWrong = wrongRule(options);
    return {
      input,
      target,
      maximumLength: lengths.longest,
      variableLengths: lengths.shortest < lengths.longest,
      carriesState: false,
      perCharacter: false,
      watched: [],
      training: (stream, from) => epochSource(parts.training, shape, stream, from),
      evaluation: (split) => (isEmpty(parts[split]) ? null : orderedSource(parts[split], shape)),
      floors: (split) =>
        isEmpty(parts[split])
          ? []
          : [sequenceFloor(parts.training, parts[split], target, options.tolerance)],
      ...(isWrong ? { isWrong } : {}),
    };
  },
};

type Parts = Readonly<Record<DataPart, SequencePart>>;

/** Finds the parts: files of their own, or else shares of a whole one. */
function partsOf(
  files: readonly TaskFile[],
  split: SplitOptions | undefined,
  read: (files: readonly TaskFile[]) => SequenceTable,
): Parts {
  const own = (name: DataPart): SequencePart => {
    const table = read(filesOfPart(files, name));
    return { table, first: 0, end: table.count };
  };
  if (!split)
    return { training: own('training'), validation: own('validation'), test: own('test') };
  const table = read(filesOfPart(files, 'whole'));
  const places = partsOfWhole(table.count, split);
  const part = (name: DataPart): SequencePart => {
    if (filesOfPart(files, name).length > 0) return own(name);
    const [first, end] = places[name];
    return { table, first, end };
  };
  return { training: part('training'), validation: part('validation'), test: part('test') };
}

const isEmpty = ({ first, end }: SequencePart): boolean => first === end;

function lengthsOf(parts: readonly SequencePart[]) {
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const { table, first, end } of parts) {
    for (let i = first; i < end; i++) {
      shortest = Math.min(shortest, lengthOf(table, i));
      longest = Math.max(longest, lengthOf(table, i));
    }
  }
  return { shortest, longest };
}

/** Classes: the largest output is another; values: one is further off than the tolerance, if there is one. */
function wrongRule({ targets, tolerance }: SequencesOptions): Task['isWrong'] {
  const { type, size } = targets;
  if (type === 'classes') return isWrongClass(size);
  if (tolerance === undefined) return undefined;
  return (outputs, at, { values, valueStride }, row) => {
    for (let j = 0; j < size; j++) {
      const error = outputs[at + j]! - values[row * valueStride + j]!;
      if (!(Math.abs(error) <= tolerance)) return true;
    }
    return false;
  };
}
