// Stochastic gradient descent with classical or Nesterov momentum.
import { type MomentumScheduleOptions, momentumAt } from './momentumSchedules.ts';
import type { Optimizer } from './optimizer.ts';
import { addDecay, type WeightDecayOptions } from './weightDecay.ts';

const STAYS: MomentumScheduleOptions = { type: 'constant' };

/** Options of `sgd`. */
export interface SgdOptions extends WeightDecayOptions {
  readonly type: 'sgd';
  readonly learningRate: number;
  /** μ in [0, 1), the largest where it has a schedule; 0 is plain descent. */
  readonly momentum: number;
  /** How μ gets there; it stays without one. */
  readonly momentumSchedule?: MomentumScheduleOptions;
  readonly nesterov: boolean;
}

/**
 * θ ← θ − η·g; with momentum v ← μ·v + g, θ ← θ − η·v; with Nesterov θ ← θ − η·(g + μ·v). The
 * variant of PyTorch: the learning rate multiplies v, no dampening, and Nesterov's look-ahead is
 * rewritten at the shifted point (Bengio et al. 2013).
 *
 * Sutskever et al. write v ← μ·v − η·∇L(θ + μ·v), θ ← θ + v. At constant η and μ that is the form above
 * with their θ + μ·v as parameters and their v as −η·v. Where μ rises, the form above looks ahead by
 * this update's μ and not by the next one's; where η changes, old steps change with it. Weight decay
 * is coupled.
 * @see Polyak (1964); Nesterov (1983); Sutskever et al. (2013), eq. 3–4.
 */
export const sgd: Optimizer<SgdOptions> = {
  type: 'sgd',
  summary: 'θ -= η·v, v = μ·v + g (Nesterov: θ -= η·(g + μ·v)); plain descent with μ = 0',
  source: 'Polyak 1964; Sutskever et al. 2013',
  stateVectors: ({ momentum }) => (momentum > 0 ? ['velocity'] : []),
  scalars: () => ({ updates: 0 }),
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength, scalars } = context;
    const updates = scalars.updates!;
    scalars.updates = updates + 1;
    const velocity = state[0];
    if (velocity === undefined) {
      kernels.sgd(parameters, gradient, byteLength, learningRate);
    } else {
      const { momentum, momentumSchedule = STAYS, nesterov } = options;
      kernels.momentum(
        parameters,
        gradient,
        velocity,
        byteLength,
        learningRate,
        momentumAt(momentumSchedule, momentum, updates),
        nesterov ? 1 : 0,
      );
    }
  },
};
