// Adagrad: each element's step shrinks with the squares of all its gradients.
import type { Optimizer } from './optimizer.ts';
import { addDecay, type WeightDecayOptions } from './weightDecay.ts';

/** Options of `adagrad`. */
export interface AdagradOptions extends WeightDecayOptions {
  readonly type: 'adagrad';
  readonly learningRate: number;
  /** δ ≥ 0 in η/(1 + δ·(t − 1)), beside any schedule. */
  readonly learningRateDecay: number;
  /** What the sums of squares start from. */
  readonly initialAccumulator: number;
  /** ε > 0, outside the root. */
  readonly epsilon: number;
}

/**
 * s ← s + g², θ ← θ − η/(1 + δ(t−1))·g/(√s + ε), s from `initialAccumulator`. The variant of PyTorch:
 * epsilon outside the root. The state holds s without its start, so that it starts at 0.
 * @see Duchi, Hazan & Singer (2011), diagonal form.
 */
export const adagrad: Optimizer<AdagradOptions> = {
  type: 'adagrad',
  summary: 'θ -= η·g/(√s + ε), s += g²',
  source: 'Duchi et al. 2011, diagonal form',
  stateVectors: () => ['squareSum'],
  scalars: () => ({ updates: 0 }),
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength, scalars } = context;
    const { learningRateDecay, initialAccumulator, epsilon } = options;
    const updates = scalars.updates!;
    scalars.updates = updates + 1;
    kernels.adagrad(
      parameters,
      gradient,
      state[0]!,
      byteLength,
      learningRate / (1 + updates * learningRateDecay),
      initialAccumulator,
      epsilon,
    );
  },
};
