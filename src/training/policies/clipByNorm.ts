// Norm clipping, the paper's answer to exploding gradients.
import type { Address, Kernels } from '../../math/kernels.ts';
import { l2Norm, type Policy } from './policy.ts';
import { noState } from './policyState.ts';

/** Options of `clipByNorm`. */
export interface ClipByNormOptions {
  readonly type: 'clipByNorm';
  readonly maxNorm: number;
  /** One norm over all parameters, or one of each tensor. */
  readonly scope: 'global' | 'tensor';
}

/**
 * Scales a vector or a tensor down to a norm: g ← g·maxNorm/‖g‖ where ‖g‖ > maxNorm. A norm that is
 * not finite leaves it as it is.
 * @param norm ‖g‖
 * @returns whether it was scaled
 */
export function scaleToNorm(
  kernels: Kernels,
  { address, byteLength }: { readonly address: Address; readonly byteLength: number },
  norm: number,
  maxNorm: number,
): boolean {
  if (!(norm > maxNorm && norm < Infinity)) return false;
  kernels.scale(address, byteLength, maxNorm / norm);
  return true;
}

/**
 * g ← g·maxNorm/‖g‖ where ‖g‖ > maxNorm. With `scope: global` ‖g‖ is one L2 norm over all
 * parameters; with `scope: tensor` each named tensor (Wxh, Whh, bh of a layer, …) is scaled by its
 * own L2 norm, which may turn the direction of the whole. No epsilon in the denominator (PyTorch adds
 * 1e-6). A norm that is not finite leaves its part as it is.
 * @see Pascanu et al. (2013), Algorithm 1; per tensor: `clipnorm` of Keras.
 */
export const clipByNorm: Policy<ClipByNormOptions> = {
  type: 'clipByNorm',
  summary:
    'g·maxNorm/‖g‖ where ‖g‖ > maxNorm, no epsilon; scope global: one L2 norm over all parameters; ' +
    'tensor: each tensor by its own',
  source: 'Pascanu et al. 2013, Algorithm 1',
  turns: ({ scope }) => scope === 'tensor',
  bind({ maxNorm, scope }, { kernels, gradient }) {
    const { tensors } = gradient;
    const scopes = {
      global: (norm: number) => scaleToNorm(kernels, gradient, norm, maxNorm),
      tensor() {
        let scaled = false;
        for (const tensor of tensors) {
          if (scaleToNorm(kernels, tensor, l2Norm(kernels, tensor), maxNorm)) scaled = true;
        }
        return scaled;
      },
    } satisfies Record<ClipByNormOptions['scope'], (norm: number) => boolean>;
    const clip = scopes[scope];
    return { apply: ({ norm }) => (clip(norm) ? 'changed' : 'kept'), state: noState };
  },
};
