// Many sequences in a few typed arrays: as compact as their numbers, whatever their lengths.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { jsonLines } from './jsonLines.ts';
import { parseSequenceLine, type SequenceShape } from './sequenceLine.ts';
import type { Numbers } from './steps.ts';

/** Sequences i = 0, 1, …, in the order of their files. */
export interface SequenceTable {
  readonly count: number;
  /** Steps before sequence i; the last element is that of all. */
  readonly starts: Float64Array;
  /** A symbol or a row of I numbers per step. */
  readonly inputs: Numbers;
  /** A class or a row of O values per sequence, or per step where each has one. */
  readonly targets: Numbers;
}

/**
 * Reads files of sequences into one table.
 * @throws TaskFileError with line and column where a file does not hold them, or holds none
 */
export function readSequences(files: readonly TaskFile[], shape: SequenceShape): SequenceTable {
  const starts = growing((size) => new Float64Array(size));
  const [inputs, targets] = [
    growing(shape.input.kind === 'index' ? ofWhole : ofReal),
    growing(shape.target.kind === 'class' ? ofWhole : ofReal),
  ];
  let steps = 0;
  let count = 0;
  starts.append([0]);
  for (const file of files) {
    const before = count;
    for (const { text, line } of jsonLines(file)) {
      const place = { path: file.path, line };
      const sequence = parseSequenceLine(text, shape, place);
      steps += sequence.length;
      count++;
      starts.append([steps]);
      inputs.append(sequence.inputs);
      targets.append(sequence.targets);
    }
    if (count === before) {
      throw new TaskFileError(file.path, 'expected at least one sequence, got an empty file');
    }
  }
  return { count, starts: starts.all(), inputs: inputs.all(), targets: targets.all() };
}

const ofWhole = (size: number): Numbers => new Int32Array(size);
const ofReal = (size: number): Numbers => new Float64Array(size);

const FIRST_SIZE = 1024;

/** Numbers that come a few at a time, in memory that doubles. */
function growing<Kind extends Numbers>(make: (size: number) => Kind) {
  let kept = make(FIRST_SIZE);
  let used = 0;
  return {
    append(numbers: ArrayLike<number>): void {
      if (used + numbers.length > kept.length) {
        const wider = make(Math.max(2 * kept.length, used + numbers.length));
        wider.set(kept.subarray(0, used));
        kept = wider;
      }
      kept.set(numbers, used);
      used += numbers.length;
    },
    all: () => kept.subarray(0, used) as Kind,
  };
}
