// Adam: steps scaled by running means of the gradient and of its square.
import { initialPowers, type MomentOptions, nextCorrections } from './moments.ts';
import type { Optimizer, UpdateContext } from './optimizer.ts';
import { addDecay } from './weightDecay.ts';

/** Options of `adam`. */
export interface AdamOptions extends MomentOptions {
  readonly type: 'adam';
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
 * Epsilon stands outside the root; βᵗ are running products. Weight decay is coupled: part of g.
 * @see Kingma & Ba (2015), Algorithm 1.
 */
export const adam: Optimizer<AdamOptions> = {
  type: 'adam',
  summary: 'θ -= η·m̂/(√v̂ + ε), bias-corrected running means of g and g²',
  source: 'Kingma & Ba 2015, Algorithm 1',
  stateVectors: () => ['mean', 'square'],
  scalars: initialPowers,
  update(context, learningRate) {
    addDecay(context);
    stepAsAdam(context, learningRate);
  },
};

/** One step of Adam along the gradient as it is. */
export function stepAsAdam(context: UpdateContext<MomentOptions>, learningRate: number): void {
  const { kernels, options, parameters, gradient, state, byteLength, scalars } = context;
  const [correction1, correction2] = nextCorrections(scalars, options);
  kernels.adam(
    parameters,
    gradient,
    state[0]!,
    state[1]!,
    byteLength,
    learningRate,
    options.beta1,
    options.beta2,
    options.epsilon,
    correction1,
    correction2,
  );
}
