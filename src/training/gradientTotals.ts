// The gradient over a whole run: mean and largest norm, share of clipped steps, non-finite steps, and
// what each policy did.
import type { GradientSummary } from './events.ts';
import type { ChainReport } from './policies/chain.ts';
import {
  addPolicyStep,
  emptyPolicyTotals,
  type PolicyTotals,
  summarizePolicy,
} from './policies/policyTotals.ts';

/** Running totals over steps. */
export interface GradientTotals {
  steps: number;
  finite: number;
  normSum: number;
  normMax: number;
  clipped: number;
  /** One per policy of the chain, in order. */
  readonly policies: readonly PolicyTotals[];
}

/** Totals before the first step of a chain. */
export function emptyTotals({ policies }: ChainReport): GradientTotals {
  return {
    steps: 0,
    finite: 0,
    normSum: 0,
    normMax: 0,
    clipped: 0,
    policies: emptyPolicyTotals(policies),
  };
}

/** Counts one step in. */
export function addStep(totals: GradientTotals, report: ChainReport): void {
  const { normBefore, clipped, policies } = report;
  totals.steps++;
  if (clipped) totals.clipped++;
  for (let i = 0; i < policies.length; i++) addPolicyStep(totals.policies[i]!, policies[i]!);
  if (!Number.isFinite(normBefore)) return;
  totals.finite++;
  totals.normSum += normBefore;
  totals.normMax = Math.max(totals.normMax, normBefore);
}

/** The totals as the run's result states them; zeros where nothing was counted. */
export function summarize(totals: GradientTotals): GradientSummary {
  const { steps, finite, normSum, normMax, clipped, policies } = totals;
  return {
    normMean: finite > 0 ? normSum / finite : 0,
    normMax,
    clippedFraction: steps > 0 ? clipped / steps : 0,
    nonFiniteCount: steps - finite,
    ...(policies.length > 0
      ? { policies: policies.map((policy) => summarizePolicy(policy, steps)) }
      : {}),
  };
}
