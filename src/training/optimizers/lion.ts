// Lion: the sign of a mixture of momentum and gradient.
import type { Optimizer } from './optimizer.ts';
import { decayParameters, type WeightDecayOptions } from './weightDecay.ts';

/** Options of `lion`. */
export interface LionOptions extends WeightDecayOptions {
  readonly type: 'lion';
  readonly learningRate: number;
  /** Share β₁ of the momentum in the direction, in [0, 1). */
  readonly beta1: number;
  /** Decay β₂ of the momentum, in [0, 1). */
  readonly beta2: number;
}

/**
 * c = β₁m + (1−β₁)g, θ ← θ − η·(sign(c) + λθ), m ← β₂m + (1−β₂)g. Weight decay is decoupled and comes
 * first: θ − ηλθ.
 * @see Chen et al. (2023), Symbolic discovery of optimization algorithms, Algorithm 2.
 */
export const lion: Optimizer<LionOptions> = {
  type: 'lion',
  summary: 'θ -= η·(sign(β₁·m + (1-β₁)·g) + λ·θ), running mean m of g with decay β₂',
  source: 'Chen et al. 2023, Algorithm 2',
  stateVectors: () => ['mean'],
  scalars: () => ({}),
  update(context, learningRate) {
    decayParameters(context, learningRate);
    const { kernels, options, parameters, gradient, state, byteLength } = context;
    const { beta1, beta2 } = options;
    kernels.lion(parameters, gradient, state[0]!, byteLength, learningRate, beta1, beta2);
  },
};
