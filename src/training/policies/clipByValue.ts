// Element-wise clipping.
import type { Policy } from './policy.ts';
import { noState } from './policyState.ts';

/** Options of `clipByValue`. */
export interface ClipByValueOptions {
  readonly type: 'clipByValue';
  readonly maxValue: number;
}

/**
 * g_i ← min(max(g_i, −maxValue), maxValue) for every element; it may turn the gradient's direction.
 * @see Mikolov (2012), Statistical language models based on neural networks, section 3.2.2.
 */
export const clipByValue: Policy<ClipByValueOptions> = {
  type: 'clipByValue',
  summary: 'each element clamped to [-maxValue, maxValue]; may turn the direction',
  source: 'Mikolov 2012, section 3.2.2',
  turns: () => true,
  bind: ({ maxValue }, { kernels, gradient: { address, byteLength } }) => ({
    apply: () => (kernels.clipValue(address, byteLength, maxValue) > 0 ? 'changed' : 'kept'),
    state: noState,
  }),
};
