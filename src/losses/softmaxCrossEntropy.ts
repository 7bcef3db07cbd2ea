// Softmax and cross-entropy in one step, for one class out of many.
import type { Loss } from './loss.ts';

/** Options of `softmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions {
  readonly type: 'softmaxCrossEntropy';
}

/**
 * L = −ln softmax(z)[class] = ln Σ_j exp(z_j − max z) − (z_class − max z), in nats;
 * dL/dz = softmax(z) − onehot(class).
 *
 * @see Bridle, J. S. (1990), Probabilistic interpretation of feedforward classification network outputs.
 */
export const softmaxCrossEntropy: Loss<SoftmaxCrossEntropyOptions> = {
  type: 'softmaxCrossEntropy',
  summary: '-ln softmax(z)[class], in nats; one class out of many',
  source: 'Bridle 1990',
  targetKind: 'class',
  compute: (kernels, _options, { gradient, outputs, row, targets, rows, columns, scale }) =>
    kernels.softmaxCrossEntropy(gradient, outputs, row, targets, rows, columns, scale),
};
