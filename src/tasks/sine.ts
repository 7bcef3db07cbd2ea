// Prediction of sine waves whose period and phase the network has to find out.
import { cos, sin } from '../math/elementary/index.ts';
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the sine task. */
export interface SineOptions {
  readonly type: 'sine';
  readonly length: LengthOption;
  /** Steps of a period, drawn uniformly for each sequence. */
  readonly period: { readonly min: number; readonly max: number };
  /** Steps from an input to the value asked for. */
  readonly horizon: number;
}

const SHAPE: TaskShape = {
  input: { kind: 'dense', size: 1 },
  target: { kind: 'value', size: 1, steps: 'everyStep' },
  isFromData: false,
};

const TURN = 2 * Math.PI;
/** Points of the mean over periods, by the midpoint rule. */
const MEAN_POINTS = 1000;

/**
 * x_t = sin(2π·t/period + phase), with period and phase uniform, drawn for each sequence; the target at every step
 * is x_{t + horizon}. Floors: the constant 0 has mean squared error ½; persistence (the input itself) has
 * E[(x_{t+h} − x_t)²] = 1 − E[cos(2π·h/period)].
 *
 * @see Werbos (1990), Backpropagation through time (prediction of a signal from itself).
 */
export const sine: TaskDefinition<SineOptions> = {
  type: 'sine',
  summary: 'predict sine waves of unknown period and phase',
  source: 'Werbos 1990, prediction of a signal',
  shape: () => SHAPE,
  create: ({ length, period, horizon }) =>
    drawnTask({
      ...SHAPE,
      length,
      floors: () => [
        { name: 'constant', losses: { squaredError: 1 / 2 }, error: null },
        {
          name: 'persistence',
          losses: { squaredError: 1 - meanCosine(period, horizon) },
          error: null,
        },
      ],
      draw(
        stream,
        { sequenceLength: T, batchSize: B, inputs, inputStride, values, valueStride },
        b,
      ) {
        const turn = TURN / (period.min + (period.max - period.min) * stream.uniform());
        const phase = TURN * stream.uniform();
        // Each value is asked for `horizon` rows before it is an input.
        for (let t = 0; t < T + horizon; t++) {
          const value = sinOfTurns(phase + turn * t);
          if (t < T) inputs[(t * B + b) * inputStride] = value;
          if (t >= horizon) values[((t - horizon) * B + b) * valueStride] = value;
        }
      },
    }),
};

/** sin of any angle from 0 on; the elementary one takes no large angles. */
const sinOfTurns = (angle: number): number => sin(angle - TURN * Math.floor(angle / TURN));

/** E[cos(2π·h/period)] over uniform periods. */
function meanCosine({ min, max }: SineOptions['period'], horizon: number): number {
  let sum = 0;
  for (let i = 0; i < MEAN_POINTS; i++) {
    const turns = horizon / (min + ((max - min) * (i + 0.5)) / MEAN_POINTS);
    sum += cos(TURN * (turns - Math.floor(turns)));
  }
  return sum / MEAN_POINTS;
}
