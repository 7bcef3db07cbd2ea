// AdamW: Adam with weight decay that is not scaled by the gradients.
import { stepAsAdam } from './adam.ts';
import { initialPowers, type MomentOptions } from './moments.ts';
import type { Optimizer } from './optimizer.ts';
import { decayParameters } from './weightDecay.ts';

/** Options of `adamw`. */
export interface AdamwOptions extends MomentOptions {
  readonly type: 'adamw';
}

/**
 * θ ← θ − ηλθ, then Adam's step. The variant of PyTorch: the whole learning rate multiplies λ, in the
 * paper only the schedule's factor does.
 * @see Loshchilov & Hutter (2019), Algorithm 2.
 */
export const adamw: Optimizer<AdamwOptions> = {
  type: 'adamw',
  summary: 'θ -= η·λ·θ, then as adam: decoupled weight decay',
  source: 'Loshchilov & Hutter 2019, Algorithm 2',
  stateVectors: () => ['mean', 'square'],
  scalars: initialPowers,
  update(context, learningRate) {
    decayParameters(context, learningRate);
    stepAsAdam(context, learningRate);
  },
};
