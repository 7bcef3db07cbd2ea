// Sigmoid and binary cross-entropy in one step, for outputs that are on or off independently.
import type { Loss } from './loss.ts';

/** Options of `sigmoidCrossEntropy`. */
export interface SigmoidCrossEntropyOptions {
  readonly type: 'sigmoidCrossEntropy';
}

/**
 * L = Σ_j −y_j ln σ(z_j) − (1 − y_j) ln(1 − σ(z_j)) = Σ_j max(z_j, 0) − z_j y_j + ln(1 + e^{−|z_j|}),
 * in nats, summed over outputs; dL/dz = σ(z) − y. Targets y lie in [0, 1].
 *
 * @see Boulanger-Lewandowski et al. (2012) for its use on piano rolls.
 */
export const sigmoidCrossEntropy: Loss<SigmoidCrossEntropyOptions> = {
  type: 'sigmoidCrossEntropy',
  summary: '-y ln σ(z) - (1-y) ln(1-σ(z)), in nats, summed over outputs',
  source: 'Bishop 1995, Neural networks for pattern recognition, section 6.7',
  targetKind: 'value',
  compute: (kernels, _options, { gradient, outputs, targets, row, rows, columns, scale }) =>
    kernels.sigmoidCrossEntropy(gradient, outputs, targets, row, rows, columns, scale),
};
