// The surface of a toy: one unit h_t = f(w·h_{t−1} + u) over w and u, in the lecture's or the paper's
// form. Plain data, and what follows from it.
import { elementary64 } from '../../math/elementary/index.ts';
import type { Precision } from '../../math/kernels.ts';
import type { Recurrence, ScanActivation } from '../../math/scan/scan.ts';
import type { ToyForm } from '../../tasks/toy.ts';

/**
 * What a toy's surface is computed from.
 *
 * - lecture: y_t = f(wr·y_{t−1} + wi), `start` is y_0, cost (y_T − target)²
 * - paper: x_t = w·f(x_{t−1}) + b, `start` is x_0, cost (f(x_T) − target)²; with a_t = f(x_t) this is
 *   a_t = f(w·a_{t−1} + b) with a_0 = f(x_0)
 *
 * @see Lee, H.-Y., Neural Network with Memory (2); Pascanu et al. (2013), figure 6.
 */
export interface ToySource {
  readonly type: 'toy';
  readonly form: ToyForm;
  readonly activation: ScanActivation;
  /** y_0 of the lecture's form, x_0 of the paper's. */
  readonly start: number;
  readonly target: number;
  /** T. */
  readonly steps: number;
  readonly precision: Precision;
  /** Whether x is the recurrent weight w (and y the input weight u), or the other way round. */
  readonly xIsRecurrent: boolean;
}

/** f in double precision. */
const functions: Readonly<Record<ScanActivation, (z: number) => number>> = {
  sigmoid: elementary64.sigmoid,
  tanh: elementary64.tanh,
  relu: (z) => Math.max(z, 0),
  linear: (z) => z,
};

/** f⁻¹; NaN where there is none. */
const inverses: Readonly<Record<ScanActivation, (h: number) => number>> = {
  sigmoid: (h) => elementary64.log(h / (1 - h)),
  tanh: (h) => elementary64.log((1 + h) / (1 - h)) / 2,
  relu: (h) => (h > 0 ? h : Number.NaN),
  linear: (h) => h,
};

/** Where a toy starts. */
export interface ToyStart {
  /** Pre-activation z_0 with f(z_0) = h_0; not finite where there is none. */
  readonly preactivation: number;
  /** h_0. */
  readonly state: number;
}

/** Finds h_0 and z_0 of a toy. */
export function toyStart({
  form,
  activation,
  start,
}: Pick<ToySource, 'form' | 'activation' | 'start'>): ToyStart {
  return form === 'paper'
    ? { preactivation: start, state: functions[activation](start) }
    : { preactivation: inverses[activation](start), state: start };
}

/** The recurrence that a toy's points run through. */
export function recurrenceOf(source: ToySource): Recurrence {
  const { activation, target, steps } = source;
  return { activation, start: toyStart(source).state, target, steps };
}
