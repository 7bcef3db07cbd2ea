// Prediction of the Mackey-Glass series, a chaotic signal with a delay.
import { drawnTask } from './drawn.ts';
import { type LengthOption, longest, type TaskDefinition, type TaskShape } from './task.ts';

/** Options of the Mackey-Glass task. */
export interface MackeyGlassOptions {
  readonly type: 'mackeyGlass';
  readonly length: LengthOption;
  /** Delay of the equation, in its unit of time, which is one step; 17 is mildly chaotic. */
  readonly tau: number;
  /** Steps from an input to the value asked for. */
  readonly horizon: number;
}

const SHAPE: TaskShape = {
  input: { kind: 'dense', size: 1 },
  target: { kind: 'value', size: 1, steps: 'everyStep' },
  isFromData: false,
};

/** Euler steps in one unit of time. */
const SUBSTEPS = 10;
/** Value before time 0. */
const START = 1.2;
/** Units of time left out at the beginning, until the series is on its attractor. */
const TRANSIENT = 1000;
/** Places where a sequence of each part may begin. */
const STARTS = { training: 20_000, validation: 2000, test: 2000 } as const;

/**
 * dx/dt = .2·x(t − τ)/(1 + x(t − τ)¹⁰) − .1·x(t), by Euler's method with steps of 0.1, one value per unit of time,
 * from x = 1.2 before time 0, the first 1,000 units left out. A sequence begins at a random place; the target at
 * every step is the value `horizon` steps later. One long series is computed once; training, validation and test
 * draw from different parts of it, in this order. Floors, measured on the whole series: its mean as a constant,
 * and persistence.
 *
 * @see Mackey & Glass (1977), Oscillation and chaos in physiological control systems, equation 4b;
 * Jaeger & Haas (2004), Harnessing nonlinearity.
 */
export const mackeyGlass: TaskDefinition<MackeyGlassOptions> = {
  type: 'mackeyGlass',
  summary: 'predict a chaotic series with a delay',
  source: 'Mackey & Glass 1977, equation 4b; Jaeger & Haas 2004',
  shape: () => SHAPE,
  create({ length, tau, horizon }) {
    const span = longest(length) + horizon;
    const partStarts = {
      training: 0,
      validation: STARTS.training + span,
      test: STARTS.training + STARTS.validation + 2 * span,
    };
    const series = integrate(tau, partStarts.test + STARTS.test + span);
    return drawnTask({
      ...SHAPE,
      length,
      floors: () => [
        { name: 'constant', losses: { squaredError: varianceOf(series) }, error: null },
        { name: 'persistence', losses: { squaredError: meanChange(series, horizon) }, error: null },
      ],
      draw(stream, batch, b, purpose) {
        const { sequenceLength: T, batchSize: B, inputs, inputStride, values, valueStride } = batch;
        const start = partStarts[purpose] + stream.integer(STARTS[purpose]);
        for (let t = 0; t < T; t++) {
          inputs[(t * B + b) * inputStride] = series[start + t]!;
          values[(t * B + b) * valueStride] = series[start + t + horizon]!;
        }
      },
    });
  },
};

/** The series at times 1, 2, … after the transient. */
function integrate(tau: number, count: number): Float64Array {
  const delay = tau * SUBSTEPS;
  const past = new Float64Array(delay).fill(START); // a ring: x at the last `delay` substeps
  const series = new Float64Array(count);
  let x = START;
  let place = 0;
  for (let n = -TRANSIENT; n < count; n++) {
    for (let s = 0; s < SUBSTEPS; s++) {
      const delayed = past[place]!;
      past[place] = x;
      place = place + 1 === delay ? 0 : place + 1;
      const square = delayed * delayed;
      const fourth = square * square;
      x += (0.2 * (delayed / (1 + fourth * fourth * square)) - 0.1 * x) / SUBSTEPS;
    }
    if (n >= 0) series[n] = x;
  }
  return series;
}

function varianceOf(series: Float64Array): number {
  const mean = series.reduce((sum, x) => sum + x, 0) / series.length;
  return series.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / series.length;
}

/** Mean of (x_{t+h} − x_t)². */
function meanChange(series: Float64Array, horizon: number): number {
  let sum = 0;
  for (let t = horizon; t < series.length; t++) {
    const change = series[t]! - series[t - horizon]!;
    sum += change * change;
  }
  return sum / (series.length - horizon);
}
