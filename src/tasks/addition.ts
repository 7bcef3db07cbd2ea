// The addition task: add two marked numbers far apart in a sequence.
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the addition task. */
export interface AdditionOptions {
  readonly type: 'addition';
  readonly length: LengthOption;
  /** Largest |output − target| that is right; 0.2 when absent. */
  readonly tolerance?: number;
}

const SHAPE: TaskShape = {
  input: { kind: 'dense', size: 2 },
  target: { kind: 'value', size: 1, steps: 'lastStep' },
  isFromData: false,
};

/** Pascanu et al. count squared errors above .04 as wrong. */
const USUAL_TOLERANCE = 0.2;

/**
 * Two channels: a mark and a value uniform in [0, 1). Two steps are marked 1, at ⌊uniform·.1T⌋ and
 * at ⌊.1T⌋ plus a uniform whole number below ⌊.4T⌋; the target after the last step is half the sum
 * of their values. Wrong if |output − target| exceeds the tolerance: .2 for Pascanu et al., .04 for
 * Hochreiter & Schmidhuber. The best constant, ½, has mean squared error 1/24 and is wrong in 36%
 * by the former, in 85% by the latter.
 *
 * The paper draws a length from [L, 1.1L) for each batch; here `length` says it: {min, max}.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 4.
 */
export const addition: TaskDefinition<AdditionOptions> = {
  type: 'addition',
  summary: 'half the sum of two marked numbers far apart; wrong if |error| > tolerance',
  source: 'Pascanu et al. 2013, section 4.1.2; Hochreiter & Schmidhuber 1997, task 4',
  shape: () => SHAPE,
  create: ({ length, tolerance = USUAL_TOLERANCE }) =>
    drawnTask({
      ...SHAPE,
      length,
      isWrong(outputs, at, batch, row) {
        const error = outputs[at]! - batch.values[row * batch.valueStride]!;
        return !(Math.abs(error) <= tolerance);
      },
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
        batch.values[b * batch.valueStride] = (inputs[first + 1]! + inputs[second + 1]!) / 2;
      },
    }),
};
