// The table of gradient policies, and a chain of them.
import type { Kernels } from '../../math/kernels.ts';
import type { TensorVector } from '../../math/layout.ts';
import { type ClipByNormOptions, clipByNorm } from './clipByNorm.ts';
import { type ClipByValueOptions, clipByValue } from './clipByValue.ts';
import { type NonFiniteOptions, nonFinite } from './nonFinite.ts';
import { globalNorm, type Policy, type PolicyState } from './policy.ts';

/** Options of `none`. */
export interface NoPolicyOptions {
  readonly type: 'none';
}

/** Options of a policy, by type. */
export type PolicyOptions =
  | NoPolicyOptions
  | ClipByNormOptions
  | ClipByValueOptions
  | NonFiniteOptions;

const none: Policy<NoPolicyOptions> = {
  type: 'none',
  summary: 'the gradient as it is',
  source: 'Pascanu et al. 2013, "MSGD"',
  apply: () => {},
};

/** Every policy by the `type` a config names it by. */
export const policies = { none, clipByNorm, clipByValue, nonFinite } as const satisfies {
  [Type in PolicyOptions['type']]: Policy<Extract<PolicyOptions, { type: Type }>>;
};

/** Runs policies in order on a gradient. */
export function applyPolicies(
  chain: readonly PolicyOptions[],
  kernels: Kernels,
  gradient: TensorVector,
  state: PolicyState,
): void {
  state.clipped = false;
  state.skipped = false;
  state.normBefore = globalNorm(kernels, gradient);
  state.norm = state.normBefore;
  for (const options of chain) {
    (policies[options.type] as Policy<PolicyOptions>).apply(options, kernels, gradient, state);
  }
}
