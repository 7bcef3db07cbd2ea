// The type of a gradient policy: what may happen to the gradient between BPTT and the optimizer.
import type { Definition } from '../../math/definition.ts';
import type { Kernels } from '../../math/kernels.ts';
import type { TensorVector } from '../../math/layout.ts';

/** What a chain of policies works on and reports; one object per run, reused every step. */
export interface PolicyState {
  /** Global L2 norm of the gradient before the chain. */
  normBefore: number;
  /** Global L2 norm of the gradient as it is now. */
  norm: number;
  /** Whether a policy changed the gradient in this step. */
  clipped: boolean;
  /** Whether this update is to be left out. */
  skipped: boolean;
}

/** A gradient policy; changes the gradient in place and keeps `state` true. */
export interface Policy<Options> extends Definition {
  /** Looks at the gradient and may change it; says in `state` what it did. */
  apply(options: Options, kernels: Kernels, gradient: TensorVector, state: PolicyState): void;
}

/** Global L2 norm of a vector, accumulated in f64. */
export function globalNorm(kernels: Kernels, { address, byteLength }: TensorVector): number {
  return Math.sqrt(kernels.sumSquares(address, byteLength));
}
