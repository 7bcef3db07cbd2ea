// Norm clipping, the paper's answer to exploding gradients.
import { globalNorm, type Policy } from './policy.ts';

/** Options of `clipByNorm`. */
export interface ClipByNormOptions {
  readonly type: 'clipByNorm';
  readonly maxNorm: number;
}

/**
 * g ← g·maxNorm/‖g‖ where ‖g‖ > maxNorm, one global L2 norm over all parameters. No epsilon in the
 * denominator (PyTorch adds 1e-6). A norm that is not finite leaves the gradient as it is.
 * @see Pascanu et al. (2013), Algorithm 1.
 */
export const clipByNorm: Policy<ClipByNormOptions> = {
  type: 'clipByNorm',
  summary: 'g·maxNorm/‖g‖ where the global L2 norm ‖g‖ exceeds maxNorm',
  source: 'Pascanu et al. 2013, Algorithm 1',
  apply({ maxNorm }, kernels, gradient, state) {
    if (!(state.norm > maxNorm && state.norm < Infinity)) return;
    kernels.scale(gradient.address, gradient.byteLength, maxNorm / state.norm);
    state.norm = globalNorm(kernels, gradient);
    state.clipped = true;
  },
};
