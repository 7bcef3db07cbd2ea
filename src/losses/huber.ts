// The Huber loss: squared near the target, linear far from it, so that outliers pull no harder.
import type { Loss } from './loss.ts';

/** Options of `huber`. */
export interface HuberOptions {
  readonly type: 'huber';
  /** Error up to which the loss is squared, above 0. */
  readonly delta: number;
}

/**
 * L = Σ_j ρ(z_j − y_j) with ρ(e) = ½e² for |e| ≤ δ and δ·(|e| − ½δ) beyond, summed over outputs;
 * dL/dz = e held within [−δ, δ]. As PyTorch's HuberLoss, with the ½ that squaredError does not have:
 * while no error exceeds δ it is half of that.
 *
 * @see Huber, P. J. (1964), Robust estimation of a location parameter.
 */
export const huber: Loss<HuberOptions> = {
  type: 'huber',
  summary: '½(z - y)² up to |z - y| = delta, linear beyond, summed over outputs',
  source: 'Huber 1964',
  targetKind: 'value',
  compute: (kernels, { delta }, { gradient, outputs, targets, row, rows, columns, scale }) =>
    kernels.huber(gradient, outputs, targets, row, rows, columns, scale, delta),
};
