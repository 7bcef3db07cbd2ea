// The median of steps to solve where some runs never solved: those count as infinite.

/** How long one run took to solve its task, or that it did not. */
export type StepsToSolve =
  | { readonly type: 'solved'; readonly step: number }
  /** Ended unsolved after so many updates; it might have solved it later. */
  | { readonly type: 'unsolved'; readonly step: number }
  /** Diverged: more updates would not have helped. */
  | { readonly type: 'never' };

/** Median number of updates to solve. */
export interface MedianSteps {
  /** Updates; Infinity where it lies among runs that did not solve. */
  readonly value: number;
  /**
   * Where it is infinite: updates after which the run in the middle had not solved, or null where that
   * run diverged.
   */
  readonly unsolvedAfter: number | null;
}

/** Solved runs first, by their steps; then those that ended unsolved, by theirs; diverged ones last. */
function order(a: StepsToSolve, b: StepsToSolve): number {
  const ranks = { solved: 0, unsolved: 1, never: 2 };
  return ranks[a.type] - ranks[b.type] || stepOf(a) - stepOf(b);
}

const stepOf = (steps: StepsToSolve) => (steps.type === 'never' ? 0 : steps.step);

/**
 * Computes the median, of an even number of runs the mean of the two in the middle; the latter of
 * them says where an infinite one lies.
 * @param runs in any order
 * @returns null without runs
 */
export function medianSteps(runs: readonly StepsToSolve[]): MedianSteps | null {
  const sorted = [...runs].sort(order);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!upper || !lower) return null;
  if (upper.type === 'solved') {
    return { value: (stepOf(lower) + upper.step) / 2, unsolvedAfter: null };
  }
  return {
    value: Number.POSITIVE_INFINITY,
    unsolvedAfter: upper.type === 'unsolved' ? upper.step : null,
  };
}
