// What each policy of a chain did over a whole run: how often it acted, and what that did to norm and
// direction.
import type { PolicySummary } from '../events.ts';
import type { PolicyReport } from './chain.ts';

/** Running totals of one policy. */
export interface PolicyTotals {
  readonly type: string;
  readonly turns: boolean;
  acted: number;
  /** Steps in which it acted and both norms were finite, and the sums over them. */
  finite: number;
  normBeforeSum: number;
  normAfterSum: number;
  /** Steps in which it acted and the angle is known, and the sum over them. */
  angles: number;
  cosineSum: number;
}

/** Totals before the first step, one per policy. */
export function emptyPolicyTotals(policies: readonly PolicyReport[]): readonly PolicyTotals[] {
  return policies.map(({ type, turns }) => ({
    type,
    turns,
    acted: 0,
    finite: 0,
    normBeforeSum: 0,
    normAfterSum: 0,
    angles: 0,
    cosineSum: 0,
  }));
}

/** Counts one step of a policy in. */
export function addPolicyStep(totals: PolicyTotals, report: PolicyReport): void {
  const { acted, inBptt, normBefore, norm, cosine } = report;
  if (!acted) return;
  totals.acted++;
  if (inBptt) return;
  if (Number.isFinite(normBefore) && Number.isFinite(norm)) {
    totals.finite++;
    totals.normBeforeSum += normBefore;
    totals.normAfterSum += norm;
  }
  if (totals.turns && Number.isFinite(cosine)) {
    totals.angles++;
    totals.cosineSum += cosine;
  }
}

/** The totals of a policy as the run's result states them. */
export function summarizePolicy(totals: PolicyTotals, steps: number): PolicySummary {
  const { type, acted, finite, normBeforeSum, normAfterSum, angles, cosineSum } = totals;
  return {
    type,
    actedFraction: steps > 0 ? acted / steps : 0,
    normBeforeMean: finite > 0 ? normBeforeSum / finite : null,
    normAfterMean: finite > 0 ? normAfterSum / finite : null,
    cosineMean: angles > 0 ? cosineSum / angles : null,
  };
}
