// What to do with a gradient that is not finite.
import type { Policy } from './policy.ts';

/** Options of `nonFinite`. */
export interface NonFiniteOptions {
  readonly type: 'nonFinite';
  /** `stop` ends the run as diverged, which is also what happens without this policy. */
  readonly action: 'stop' | 'skip';
}

/**
 * Leaves out updates whose gradient norm is NaN or infinite (skip), or lets the run end (stop). The
 * norm is that before the chain, as everywhere a run asks whether it has diverged.
 */
export const nonFinite: Policy<NonFiniteOptions> = {
  type: 'nonFinite',
  summary: 'a gradient that is not finite ends the run (stop) or is left out (skip)',
  source: 'Pascanu et al. 2013, public code, has a third rule',
  apply({ action }, _kernels, _gradient, state) {
    if (action === 'skip' && !Number.isFinite(state.normBefore)) state.skipped = true;
  },
};
