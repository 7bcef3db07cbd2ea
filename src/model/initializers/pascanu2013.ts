// The three initializations of Pascanu, Mikolov, Bengio (2013), section 4.1. Second numbers of N
// are standard deviations, as in the public code.
import { normal } from './distributions.ts';
import { gaussians, type Initializer, isWeight, zerosFor } from './initializer.ts';
import { scaledToRadius } from './scaledToRadius.ts';
import { sparseGaussians } from './sparse.ts';

/** Options of `sigmoid`. */
export interface SigmoidOptions {
  readonly type: 'sigmoid';
}

/** Options of `basicTanh`. */
export interface BasicTanhOptions {
  readonly type: 'basicTanh';
}

/** Options of `smartTanh`. */
export interface SmartTanhOptions {
  readonly type: 'smartTanh';
  readonly spectralRadius: number;
  /** Non-zero incoming weights per unit; all of them where the unit has fewer. */
  readonly nonZeroCount: number;
}

const SOURCE = 'Pascanu et al. 2013, section 4.1';

/** All weights N(0, 0.01²), biases 0; meant for logistic units. */
export const sigmoid: Initializer<SigmoidOptions> = {
  type: 'sigmoid',
  summary: 'all weights N(0, 0.01²), biases 0; for sigmoid units',
  source: SOURCE,
  values: (_options, parameter, stream) =>
    normal.values({ type: 'normal', standardDeviation: 0.01 }, parameter, stream),
};

/** All weights N(0, 0.1²), biases 0; meant for tanh units. */
export const basicTanh: Initializer<BasicTanhOptions> = {
  type: 'basicTanh',
  summary: 'all weights N(0, 0.1²), biases 0; for tanh units',
  source: SOURCE,
  values: (_options, parameter, stream) =>
    normal.values({ type: 'normal', standardDeviation: 0.1 }, parameter, stream),
};

/**
 * Whh sparse with nonZeroCount incoming weights N(0, 1) per unit, scaled to the given spectral
 * radius; other weights N(0, 0.01²), biases 0; meant for tanh units.
 */
export const smartTanh: Initializer<SmartTanhOptions> = {
  type: 'smartTanh',
  summary: 'Whh sparse, scaled to spectralRadius; other weights N(0, 0.01²), biases 0',
  source: SOURCE,
  values({ spectralRadius, nonZeroCount }, parameter, stream) {
    if (!isWeight(parameter)) return zerosFor(parameter);
    if (parameter.role !== 'recurrent') return gaussians(parameter, 0.01, stream);
    const sparse = sparseGaussians(parameter, nonZeroCount, 1, stream);
    // A nilpotent draw has radius 0 and cannot be scaled; it is left as drawn.
    return scaledToRadius(sparse, parameter.rows, spectralRadius) ?? sparse;
  },
};
