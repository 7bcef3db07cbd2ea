// The regularizer's term over a whole run.

/** Running totals over steps. */
export interface PenaltyTotals {
  count: number;
  sum: number;
}

/** Totals before the first step. */
export function emptyPenalties(): PenaltyTotals {
  return { count: 0, sum: 0 };
}

/** Counts one step in, unless its penalty is not finite. */
export function addPenalty(totals: PenaltyTotals, penalty: number): void {
  if (!Number.isFinite(penalty)) return;
  totals.count++;
  totals.sum += penalty;
}

/** Mean of what was counted; 0 where nothing was. */
export function penaltyMean({ count, sum }: PenaltyTotals): number {
  return count > 0 ? sum / count : 0;
}
