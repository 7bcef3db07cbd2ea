// Initializers whose variance is that of the fan in: the number of weights that come into one unit.
import { gaussians, type Initializer, isWeight, zerosFor } from './initializer.ts';

/** Options of `kaiming`. */
export interface KaimingOptions {
  readonly type: 'kaiming';
  readonly gain: number;
}

/** Options of `lecun`. */
export interface LecunOptions {
  readonly type: 'lecun';
  readonly gain: number;
}

/** Makes the values of weights N(0, gain²·factor/fanIn), fanIn = rows, biases 0. */
const byFanIn =
  (factor: number): Initializer<{ readonly gain: number }>['values'] =>
  ({ gain }, parameter, stream) =>
    isWeight(parameter)
      ? gaussians(parameter, gain * Math.sqrt(factor / parameter.rows), stream)
      : zerosFor(parameter);

/**
 * Weights N(0, gain²·2/fanIn), biases 0: the normal variant by fan in, not truncated, with the √2
 * for rectified units (with gain 1, PyTorch's `kaiming_normal_` for relu; Keras truncates).
 * @see He et al. (2015), Delving deep into rectifiers, eq. 10.
 */
export const kaiming: Initializer<KaimingOptions> = {
  type: 'kaiming',
  summary: 'weights N(0, gain²·2/fanIn), biases 0; for relu units (He)',
  source: 'He et al. 2015, eq. 10',
  values: byFanIn(2),
};

/**
 * Weights N(0, gain²/fanIn), biases 0: the normal variant, not truncated (Keras truncates).
 * @see LeCun et al. (1998), Efficient backprop, eq. 16.
 */
export const lecun: Initializer<LecunOptions> = {
  type: 'lecun',
  summary: 'weights N(0, gain²/fanIn), biases 0',
  source: 'LeCun et al. 1998, eq. 16',
  values: byFanIn(1),
};
