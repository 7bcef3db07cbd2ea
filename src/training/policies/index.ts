// The table of gradient policies. How a chain of them runs: chain.ts.
import { type AdaptiveOptions, adaptive } from './adaptive.ts';
import { type ClipByHistoryOptions, clipByHistory } from './clipByHistory.ts';
import { type ClipByNormOptions, clipByNorm } from './clipByNorm.ts';
import { type ClipByValueOptions, clipByValue } from './clipByValue.ts';
import { type ClipInBpttOptions, clipInBptt } from './clipInBptt.ts';
import { type NoiseOptions, noise } from './noise.ts';
import { type NonFiniteOptions, nonFinite } from './nonFinite.ts';
import type { Policy } from './policy.ts';

/** Options of `none`. */
export interface NoPolicyOptions {
  readonly type: 'none';
}

/** Options of a policy, by type. */
export type PolicyOptions =
  | NoPolicyOptions
  | ClipByNormOptions
  | ClipByValueOptions
  | ClipInBpttOptions
  | AdaptiveOptions
  | ClipByHistoryOptions
  | NoiseOptions
  | NonFiniteOptions;

const none: Policy<NoPolicyOptions> = {
  type: 'none',
  summary: 'the gradient as it is',
  source: 'Pascanu et al. 2013, "MSGD"',
  turns: () => false,
  bind: () => null,
};

/** Every policy by the `type` a config names it by. */
export const policies = {
  none,
  clipByNorm,
  clipByValue,
  clipInBptt,
  adaptive,
  clipByHistory,
  noise,
  nonFinite,
} as const satisfies {
  [Type in PolicyOptions['type']]: Policy<Extract<PolicyOptions, { type: Type }>>;
};

/** The policy that options are of. */
export function policyOf(options: PolicyOptions): Policy<PolicyOptions> {
  return policies[options.type] as Policy<PolicyOptions>;
}
