// Norm clipping whose threshold follows the norms seen so far.
import { scaleToNorm } from './clipByNorm.ts';
import { createNormHistory, type NormHistory } from './normHistory.ts';
import type { Policy } from './policy.ts';
import { numberIn, numbersIn } from './policyState.ts';

/** Options of `clipByHistory`. */
export interface ClipByHistoryOptions {
  readonly type: 'clipByHistory';
  /** What is taken of the norms seen. */
  readonly statistic: 'mean' | 'percentile';
  /** The threshold is this many times the statistic. */
  readonly factor: number;
  /** Which percentile, in [0, 100]; for `statistic: percentile`. */
  readonly percentile: number;
  /** How many norms, the latest, the statistic is of. */
  readonly window: number;
  /** Norms to see before the first clipping, at least 1. */
  readonly warmup: number;
}

const statistics: Readonly<
  Record<
    ClipByHistoryOptions['statistic'],
    (history: NormHistory, options: ClipByHistoryOptions) => number
  >
> = {
  mean: (history) => history.mean(),
  percentile: (history, { percentile }) => history.percentile(percentile),
};

/**
 * g ← g·τ/‖g‖ where ‖g‖ > τ, one global L2 norm, with τ = factor · statistic of the last `window`
 * norms: their mean, or a percentile (linear in between).
 *
 * What enters the statistic is the norm as it reaches this policy, *before* it clips; a statistic of
 * clipped norms would shrink by itself. τ is of the steps before this one, so that a norm is not
 * judged by itself (AutoClip counts it in). Norms that are not finite neither enter nor are clipped.
 * Nothing is clipped in the first `warmup` steps (of finite norm), nor where τ is 0.
 *
 * @see Pascanu et al. (2013), section 3.2: a threshold of half to ten times the average norm over
 * many updates; Seetharaman et al. (2020), AutoClip, for the percentile.
 */
export const clipByHistory: Policy<ClipByHistoryOptions> = {
  type: 'clipByHistory',
  summary:
    'g·τ/‖g‖ where ‖g‖ > τ, τ = factor · mean or percentile of the last norms before clipping, ' +
    'this step aside',
  source: 'Pascanu et al. 2013, section 3.2; Seetharaman et al. 2020, AutoClip',
  turns: () => false,
  bind(options, { kernels, gradient }, state) {
    const { window, factor, warmup, statistic } = options;
    const statisticOf = statistics[statistic];
    const history = createNormHistory(window, state ? numbersIn(state, 'norms') : []);
    let seen = state ? numberIn(state, 'seen') : 0;
    return {
      apply({ norm }) {
        if (!Number.isFinite(norm)) return 'kept';
        const threshold = seen < warmup ? 0 : factor * statisticOf(history, options);
        history.add(norm);
        seen++;
        return threshold > 0 && scaleToNorm(kernels, gradient, norm, threshold)
          ? 'changed'
          : 'kept';
      },
      state: () => ({ seen, norms: history.norms() }),
    };
  },
};
