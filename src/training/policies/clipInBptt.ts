// Clipping inside back-propagation through time: the error signal is bounded at every step.
import type { Policy } from './policy.ts';
import { noState } from './policyState.ts';

/** Options of `clipInBptt`. */
export interface ClipInBpttOptions {
  readonly type: 'clipInBptt';
  /** Whether the L2 norm of dL/dh_t over batch and units is bounded, or each of its elements. */
  readonly by: 'norm' | 'value';
  readonly limit: number;
}

/**
 * Bounds dL/dh_t, [B, H], of every layer before it goes back through step t, t = T … 1: scaled to
 * `limit` where its L2 norm exceeds it, or each element clamped to [−limit, limit]. What has been
 * clipped at t is what reaches t − 1, so that nothing can grow over many steps; the sum over steps is
 * then another gradient than that of the loss, in direction too. An LSTM's dL/dc_t is not clipped.
 *
 * The chain gets the gradient that BPTT gave, and this policy leaves it as it is there: of it only the
 * share of updates in which a step was clipped is told, no norms and no angle.
 * @see Graves (2013), Generating sequences with recurrent neural networks, section 2.1, for clipping
 * by value, there of the derivatives by the cells' inputs.
 */
export const clipInBptt: Policy<ClipInBpttOptions> = {
  type: 'clipInBptt',
  summary: 'dL/dh_t bounded at every step of BPTT, by its norm over the batch or by value',
  source: 'Graves 2013, section 2.1, there by the inputs of the cells',
  turns: () => false,
  bind({ by, limit }, { kernels }) {
    let acted = false;
    const clips = {
      norm(address: number, byteLength: number): boolean {
        const norm = Math.sqrt(kernels.sumSquares(address, byteLength));
        if (!(norm > limit && norm < Infinity)) return false;
        kernels.scale(address, byteLength, limit / norm);
        return true;
      },
      value: (address: number, byteLength: number): boolean =>
        kernels.clipValue(address, byteLength, limit) > 0,
    } as const;
    const clip = clips[by];
    return {
      clipStep(address, byteLength) {
        if (clip(address, byteLength)) acted = true;
      },
      apply() {
        const verdict = acted ? 'changed' : 'kept';
        acted = false;
        return verdict;
      },
      state: noState,
    };
  },
};
