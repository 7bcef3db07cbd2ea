// Stochastic gradient descent with classical or Nesterov momentum.
import type { Optimizer } from './optimizer.ts';

/** Options of `sgd`. */
export interface SgdOptions {
  readonly type: 'sgd';
  readonly learningRate: number;
  /** μ in [0, 1); 0 is plain descent. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * θ ← θ − η·g; with momentum v ← μ·v + g, θ ← θ − η·v; with Nesterov θ ← θ − η·(g + μ·v). The
 * variant of PyTorch: the learning rate multiplies v, no dampening, and Nesterov's look-ahead is
 * rewritten at the shifted point (Bengio et al. 2013).
 * @see Polyak (1964); Nesterov (1983); Sutskever et al. (2013).
 */
export const sgd: Optimizer<SgdOptions> = {
  type: 'sgd',
  summary: 'θ -= η·v, v = μ·v + g (Nesterov: θ -= η·(g + μ·v)); plain descent with μ = 0',
  source: 'Polyak 1964; Sutskever et al. 2013',
  stateVectors: ({ momentum }) => (momentum > 0 ? ['velocity'] : []),
  scalars: () => ({}),
  update({ kernels, options, parameters, gradient, state, byteLength }, learningRate) {
    const velocity = state[0];
    if (velocity === undefined) {
      kernels.sgd(parameters, gradient, byteLength, learningRate);
    } else {
      const { momentum, nesterov } = options;
      kernels.momentum(
        parameters,
        gradient,
        velocity,
        byteLength,
        learningRate,
        momentum,
        nesterov ? 1 : 0,
      );
    }
  },
};
