// The type of a gradient policy: what may happen to the gradient between BPTT and the optimizer.
import type { Arena } from '../../math/arena.ts';
import type { Definition } from '../../math/definition.ts';
import type { Address, Kernels } from '../../math/kernels.ts';
import type { TensorVector } from '../../math/layout.ts';
import type { ClipStep } from '../../model/network.ts';
import type { PolicyState } from './policyState.ts';
import type { Verdict } from './verdict.ts';

/** What a policy is bound to, once per run. */
export interface PolicyContext {
  readonly kernels: Kernels;
  readonly arena: Arena;
  readonly gradient: TensorVector;
  /** Laid out as the gradient is. */
  readonly parameters: TensorVector;
  /** Full names of the recurrent matrices. */
  readonly recurrent: ReadonlySet<string>;
  /** The run's seed. */
  readonly seed: number;
}

/** Norms a policy is told in a step: global and L2, over all parameters. */
export interface GradientNorms {
  /** Of the gradient before the chain. */
  readonly normBefore: number;
  /** Of the gradient as it is now, left by the policies before this one. */
  readonly norm: number;
}

/** A policy that knows what it works on. */
export interface BoundPolicy {
  /**
   * Looks at the gradient and may change it in place. A policy whose work is done elsewhere, in the
   * backward pass say, only answers for it here, so that the chain counts and reports it.
   */
  apply(norms: GradientNorms): Verdict;
  /** Clips dL/dh_t, [B, H], before it goes back through step t; see `BackwardHooks`. */
  readonly clipStep?: ClipStep;
  /** What it keeps after the steps so far; empty where nothing. */
  state(): PolicyState;
}

/** A gradient policy. */
export interface Policy<Options> extends Definition {
  /** Whether it can change the direction of the gradient that the chain gets, not only its length. */
  turns(options: Options): boolean;
  /**
   * Ties the policy to the memory of a run.
   * @param state where to go on, as `state()` gave it; the beginning without it
   * @returns null where these options do nothing at all
   */
  bind(options: Options, context: PolicyContext, state?: PolicyState): BoundPolicy | null;
}

/** L2 norm of a vector or a tensor, accumulated in f64. */
export function l2Norm(
  kernels: Kernels,
  { address, byteLength }: { readonly address: Address; readonly byteLength: number },
): number {
  return Math.sqrt(kernels.sumSquares(address, byteLength));
}
