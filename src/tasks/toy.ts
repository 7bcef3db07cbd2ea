// The one-unit toy of the lecture and of the paper: a constant input and a target for the last state.
import { drawnTask } from './drawn.ts';
import type { TaskDefinition, TaskShape } from './task.ts';

/** Which of the two toys: they differ in where the state starts. */
export type ToyForm = 'lecture' | 'paper';

/** Options of the toy. */
export interface ToyOptions {
  readonly type: 'toy';
  readonly form: ToyForm;
  /** Number of steps T, 50 in both sources. */
  readonly length: number;
  /** What the last state should be, 0.7 in both sources. */
  readonly target: number;
}

const SHAPE: TaskShape = {
  input: { kind: 'dense', size: 1 },
  target: { kind: 'value', size: 1, steps: 'lastStep' },
  isFromData: false,
};

/** Names of the recurrent and the input weight in each form. */
export const TOY_PARAMETERS: Readonly<
  Record<ToyForm, readonly [recurrent: string, input: string]>
> = {
  lecture: ['wr', 'wi'],
  paper: ['w', 'b'],
};

/**
 * One input that is always 1 and a target for the last output; with one sigmoid unit, no bias and
 * no readout it is the toy of both sources:
 *
 * - lecture: y_t = σ(wr·y_{t−1} + wi·x_t), x_t = 1, y_0 = 0.5, C50 = (y_50 − 0.7)²
 * - paper: x_t = w·σ(x_{t−1}) + b, x_0 = 0.5, E_50 = (σ(x_50) − 0.7)²; with a_t = σ(x_t) this is
 *   a_t = σ(w·a_{t−1} + b), a_0 = σ(0.5) = 0.62246
 *
 * So Whh[0, 0] is wr or w and Wxh[0, 0] is wi or b, and only the initial state differs. Every
 * sequence is the same one.
 *
 * @see Lee, H.-Y., Neural Network with Memory (2); Pascanu et al. (2013), figure 6.
 */
export const toy: TaskDefinition<ToyOptions> = {
  type: 'toy',
  summary: 'one unit, constant input, cost (y_T - 0.7)²: the wall in the cost surface',
  source: 'Lee, Neural Network with Memory (2); Pascanu et al. 2013, figure 6',
  shape: () => SHAPE,
  create({ form, length, target }) {
    const [recurrent, input] = TOY_PARAMETERS[form];
    return drawnTask({
      ...SHAPE,
      length,
      watched: [
        { name: recurrent, tensor: 'layers.0.Whh' },
        { name: input, tensor: 'layers.0.Wxh' },
      ],
      draw(_stream, batch, b) {
        const { sequenceLength: T, batchSize: B } = batch;
        for (let t = 0; t < T; t++) batch.inputs[(t * B + b) * batch.inputStride] = 1;
        batch.values[b * batch.valueStride] = target;
      },
    });
  },
};
