// Two marked numbers far apart in a sequence of numbers: what addition and multiplication share.
import { drawnTask } from './drawn.ts';
import type { Floor, LengthOption, Task, TaskShape } from './task.ts';

/** Options of the tasks of marked numbers. */
export interface MarkedNumbersOptions {
  readonly length: LengthOption;
  /** Largest |output − target| that is right; 0.2 when absent. */
  readonly tolerance?: number;
}

/** Pascanu et al. count squared errors above .04 as wrong. */
const USUAL_TOLERANCE = 0.2;

/** Shape of the tasks of marked numbers. */
export const MARKED_NUMBERS_SHAPE: TaskShape = {
  input: { kind: 'dense', size: 2 },
  target: { kind: 'value', size: 1, steps: 'lastStep' },
  isFromData: false,
};

/** How the target follows from the marked numbers, and what the best constants reach. */
export interface MarkedNumbers {
  /** The target of the marked numbers. */
  readonly combine: (first: number, second: number) => number;
  /** Variance of the target: the squared error of its mean. */
  readonly variance: number;
  /** Share wrong of the constant that is least often wrong, for a tolerance. */
  readonly leastError: (tolerance: number) => number;
}

/** Floors of tasks whose target has a distribution known in closed form. */
function constantFloor({ variance, leastError }: MarkedNumbers, tolerance: number): Floor {
  return {
    name: 'constant',
    losses: { squaredError: variance },
    error: leastError(tolerance),
  };
}

/**
 * Makes a task of two channels, a mark and a value uniform in [0, 1). Two steps are marked 1, at ⌊uniform·.1T⌋
 * and at ⌊.1T⌋ plus a uniform whole number below ⌊.4T⌋; the target after the last step follows from their
 * values. Wrong if |output − target| exceeds the tolerance: .2 for Pascanu et al., .04 for Hochreiter &
 * Schmidhuber.
 *
 * The paper draws a length from [L, 1.1L) for each batch; here `length` says it: {min, max}.
 */
export function markedNumbersTask(
  { length, tolerance = USUAL_TOLERANCE }: MarkedNumbersOptions,
  numbers: MarkedNumbers,
): Task {
  return drawnTask({
    ...MARKED_NUMBERS_SHAPE,
    length,
    isWrong(outputs, at, batch, row) {
      const error = outputs[at]! - batch.values[row * batch.valueStride]!;
      return !(Math.abs(error) <= tolerance);
    },
    floors: () => [constantFloor(numbers, tolerance)],
    draw(stream, batch, b) {
      const { sequenceLength: T, batchSize: B, inputs, inputStride } = batch;
      for (let t = 0; t < T; t++) {
        const at = (t * B + b) * inputStride;
        inputs[at] = 0;
        inputs[at + 1] = stream.uniform();
      }
      const early = Math.floor(T / 10);
      const first = (stream.integer(early) * B + b) * inputStride;
      const second = ((early + stream.integer(Math.floor((4 * T) / 10))) * B + b) * inputStride;
      inputs[first] = 1;
      inputs[second] = 1;
      batch.values[b * batch.valueStride] = numbers.combine(
        inputs[first + 1]!,
        inputs[second + 1]!,
      );
    },
  });
}
