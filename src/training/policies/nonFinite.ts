// What to do with a gradient that is not finite.

import type { GradientNorms, Policy, PolicyContext } from './policy.ts';
import { noState } from './policyState.ts';
import { rowsOfTensor } from './tensorRows.ts';
import type { Verdict } from './verdict.ts';

/** Options of `nonFinite`. */
export interface NonFiniteOptions {
  readonly type: 'nonFinite';
  /** `stop` ends the run as diverged, which is also what happens without this policy. */
  readonly action: 'stop' | 'skip' | 'shrinkRecurrent';
  /** For `shrinkRecurrent`: a norm above it is as good as infinite. */
  readonly limit: number;
}

/** Share of a recurrent matrix that stands in for its gradient. */
const SHRINK_SHARE = 0.02;

type Action = (
  options: NonFiniteOptions,
  context: PolicyContext,
) => (norms: GradientNorms) => Verdict;

const actions: Readonly<Record<NonFiniteOptions['action'], Action>> = {
  stop: () => () => 'kept',
  skip:
    () =>
    ({ normBefore }) =>
      Number.isFinite(normBefore) ? 'kept' : 'skip',
  shrinkRecurrent({ limit }, { arena, gradient, parameters, recurrent }) {
    const all = arena.view(gradient);
    const pairs = gradient.tensors.flatMap((tensor, index) => {
      if (!recurrent.has(tensor.name)) return [];
      const weights = rowsOfTensor(arena, parameters.tensors[index]!);
      return rowsOfTensor(arena, tensor).map((row, i) => ({ row, weights: weights[i]! }));
    });
    return ({ normBefore }) => {
      if (normBefore <= limit) return 'kept';
      all.fill(0);
      for (const { row, weights } of pairs) {
        for (let j = 0; j < row.length; j++) row[j] = SHRINK_SHARE * weights[j]!;
      }
      return 'replaced';
    };
  },
};

/**
 * Decides about a gradient whose norm is NaN or infinite: the run ends as diverged (stop), the update
 * is left out (skip), or the gradient is replaced (shrinkRecurrent): dWhh ← 0.02·Whh for every
 * recurrent matrix and 0 for everything else, also where the norm exceeds `limit`, so that the
 * optimizer shrinks the recurrent weights and training goes on. The loss of a replaced step is not
 * judged; a run counts such steps and says how many there were.
 *
 * The norm is that before the chain, as everywhere a run asks whether it has diverged; policies
 * behind this one work on the replacement. The public code replaces last, after clipping.
 * @see Pascanu et al. (2013), public code, for shrinkRecurrent with a limit of 1e10.
 */
export const nonFinite: Policy<NonFiniteOptions> = {
  type: 'nonFinite',
  summary:
    'a gradient of NaN or infinite norm ends the run (stop), is left out (skip), or, also beyond ' +
    'limit, becomes 0.02·Whh for recurrent matrices and 0 elsewhere (shrinkRecurrent)',
  source: 'Pascanu et al. 2013, public code (shrinkRecurrent)',
  turns: ({ action }) => action === 'shrinkRecurrent',
  bind: (options, context) => ({
    apply: actions[options.action](options, context),
    state: noState,
  }),
};
