// RMSProp: steps scaled by a running mean of the gradient's square, in the variants of the field.
import type { Address } from '../../math/kernels.ts';
import type { Optimizer } from './optimizer.ts';
import { addDecay, type WeightDecayOptions } from './weightDecay.ts';

/** Options of `rmsprop`. */
export interface RmspropOptions extends WeightDecayOptions {
  readonly type: 'rmsprop';
  readonly learningRate: number;
  /** Decay α of the running means, in [0, 1). */
  readonly smoothing: number;
  readonly epsilon: number;
  /** Where ε stands: √s + ε (PyTorch) or √(s + ε) (Graves, TensorFlow). */
  readonly epsilonPlace: 'outside' | 'inside';
  /** Whether s is the variance, with the square of the mean gradient taken off. */
  readonly centred: boolean;
  /** μ in [0, 1) of the scaled gradients; 0 is off. */
  readonly momentum: number;
}

/** Address of a vector that an update goes without. */
const NONE: Address = 0;

/**
 * s ← αs + (1−α)g², δ = g/(√s + ε) or g/√(s + ε), v ← μv + δ, θ ← θ − η·v. Centred: m ← αm + (1−α)g
 * and s − m² under the root, at least 0 whatever rounding does. The variant of PyTorch: momentum sums
 * scaled gradients without the learning rate. Weight decay is coupled.
 * @see Tieleman & Hinton (2012), lecture 6.5; Graves (2013), eq. 38–45, for the centred form with
 * epsilon inside.
 */
export const rmsprop: Optimizer<RmspropOptions> = {
  type: 'rmsprop',
  summary: 'θ -= η·g/(√s + ε), running mean s of g²; or √(s + ε), centred, with momentum',
  source: 'Tieleman & Hinton 2012; Graves 2013, eq. 38-45',
  stateVectors: ({ centred, momentum }) => [
    'square',
    ...(centred ? ['mean'] : []),
    ...(momentum > 0 ? ['velocity'] : []),
  ],
  scalars: () => ({}),
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength } = context;
    const { smoothing, epsilon, epsilonPlace, centred, momentum } = options;
    kernels.rmsprop(
      parameters,
      gradient,
      state[0]!,
      centred ? state[1]! : NONE,
      momentum > 0 ? state.at(-1)! : NONE,
      byteLength,
      learningRate,
      smoothing,
      epsilonPlace === 'inside' ? epsilon : 0,
      epsilonPlace === 'outside' ? epsilon : 0,
      momentum,
    );
  },
};
