// Element-wise clipping.
import { globalNorm, type Policy } from './policy.ts';

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
  apply({ maxValue }, kernels, gradient, state) {
    if (kernels.clipValue(gradient.address, gradient.byteLength, maxValue) === 0) return;
    state.norm = globalNorm(kernels, gradient);
    state.clipped = true;
  },
};
