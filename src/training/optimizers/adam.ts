// Adam: steps scaled by running means of the gradient and of its square.
import type { Optimizer } from './optimizer.ts';

/** Options of `adam`. */
export interface AdamOptions {
  readonly type: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
 * Epsilon stands outside the root; βᵗ are running products.
 * @see Kingma & Ba (2015), Algorithm 1.
 */
export const adam: Optimizer<AdamOptions> = {
  type: 'adam',
  summary: 'θ -= η·m̂/(√v̂ + ε), bias-corrected running means of g and g²',
  source: 'Kingma & Ba 2015, Algorithm 1',
  stateVectors: () => ['mean', 'square'],
  scalars: () => ({ beta1Power: 1, beta2Power: 1 }),
  update({ kernels, options, parameters, gradient, state, byteLength, scalars }, learningRate) {
    const { beta1, beta2, epsilon } = options;
    const beta1Power = scalars.beta1Power! * beta1;
    const beta2Power = scalars.beta2Power! * beta2;
    scalars.beta1Power = beta1Power;
    scalars.beta2Power = beta2Power;
    kernels.adam(
      parameters,
      gradient,
      state[0]!,
      state[1]!,
      byteLength,
      learningRate,
      beta1,
      beta2,
      epsilon,
      1 / (1 - beta1Power),
      1 / (1 - beta2Power),
    );
  },
};
