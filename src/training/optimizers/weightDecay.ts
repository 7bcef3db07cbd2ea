// Weight decay in its two forms: as a term of the gradient, or as a step of its own.
import type { UpdateContext } from './optimizer.ts';

/** Options of an optimizer with weight decay. */
export interface WeightDecayOptions {
  /**
   * λ ≥ 0; 0, as without it, is off. Acts on every parameter, biases and initial states included, as
   * in PyTorch.
   */
  readonly weightDecay?: number;
}

/**
 * Coupled decay (L2 penalty λ/2·‖θ‖²): g ← g + λθ, in the gradient vector itself, after the policies;
 * reported norms do not hold it.
 */
export function addDecay(context: UpdateContext<WeightDecayOptions>): void {
  const { kernels, options, parameters, gradient, byteLength } = context;
  const { weightDecay = 0 } = options;
  if (weightDecay === 0) return;
  kernels.addScaled(gradient, parameters, byteLength, weightDecay);
}

/**
 * Decoupled decay: θ ← θ − ηλθ, before the step.
 * @see Loshchilov & Hutter (2019), Decoupled weight decay regularization, as PyTorch has it: the
 * schedule's learning rate multiplies λ.
 */
export function decayParameters(
  { kernels, options, parameters, byteLength }: UpdateContext<WeightDecayOptions>,
  learningRate: number,
): void {
  const { weightDecay = 0 } = options;
  if (weightDecay === 0) return;
  kernels.addScaled(parameters, parameters, byteLength, -learningRate * weightDecay);
}
