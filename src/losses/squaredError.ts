// Squared error, for real-valued targets.
import type { Loss } from './loss.ts';

/** Options of `squaredError`. */
export interface SquaredErrorOptions {
  readonly type: 'squaredError';
}

/** L = Σ_j (z_j − y_j)², summed over outputs, without a factor ½; dL/dz = 2(z − y). */
export const squaredError: Loss<SquaredErrorOptions> = {
  type: 'squaredError',
  summary: '(z - y)² summed over outputs, no factor ½',
  source: 'Pascanu et al. 2013, section 2.2 (the toy); Hochreiter & Schmidhuber 1997 (addition)',
  targetKind: 'value',
  compute: (kernels, _options, { gradient, outputs, targets, row, rows, columns, scale }) =>
    kernels.squaredError(gradient, outputs, targets, row, rows, columns, scale),
};
