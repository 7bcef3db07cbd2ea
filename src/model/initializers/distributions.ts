// Initializers that draw every weight independently from one distribution.
import { gaussians, type Initializer, isWeight, zerosFor } from './initializer.ts';

/** Options of `normal`. */
export interface NormalOptions {
  readonly type: 'normal';
  readonly standardDeviation: number;
}

/** Options of `uniform`. */
export interface UniformOptions {
  readonly type: 'uniform';
  readonly minimum: number;
  readonly maximum: number;
}

/** Options of `xavier`. */
export interface XavierOptions {
  readonly type: 'xavier';
  readonly gain: number;
}

/** Options of `zeros`. */
export interface ZerosOptions {
  readonly type: 'zeros';
}

/** Weights N(0, standardDeviation²), biases 0. */
export const normal: Initializer<NormalOptions> = {
  type: 'normal',
  summary: 'weights N(0, standardDeviation²), biases 0',
  source: 'common practice',
  values: ({ standardDeviation }, parameter, stream) =>
    isWeight(parameter) ? gaussians(parameter, standardDeviation, stream) : zerosFor(parameter),
};

/** Weights U[minimum, maximum), biases 0. */
export const uniform: Initializer<UniformOptions> = {
  type: 'uniform',
  summary: 'weights U[minimum, maximum), biases 0',
  source: 'common practice',
  values: ({ minimum, maximum }, parameter, stream) =>
    isWeight(parameter)
      ? zerosFor(parameter).map(() => minimum + (maximum - minimum) * stream.uniform())
      : zerosFor(parameter),
};

/**
 * Weights U[−a, a), a = gain·√(6/(rows + columns)), biases 0: the uniform variant.
 * @see Glorot & Bengio (2010), eq. 16.
 */
export const xavier: Initializer<XavierOptions> = {
  type: 'xavier',
  summary: 'weights U[-a, a), a = gain·√(6/(fanIn + fanOut)), biases 0',
  source: 'Glorot & Bengio 2010, eq. 16',
  values({ gain }, parameter, stream) {
    const bound = gain * Math.sqrt(6 / (parameter.rows + parameter.columns));
    return uniform.values({ type: 'uniform', minimum: -bound, maximum: bound }, parameter, stream);
  },
};

/** Everything 0: symmetric, so that hidden units never differ; for counter-examples. */
export const zeros: Initializer<ZerosOptions> = {
  type: 'zeros',
  summary: 'everything 0 (hidden units then never differ)',
  source: 'a counter-example',
  values: (_options, parameter) => zerosFor(parameter),
};
