// The gradient over a whole run: mean and largest norm, share of clipped steps, non-finite steps.
import type { GradientSummary } from './events.ts';

/** Running totals over steps. */
export interface GradientTotals {
  steps: number;
  finite: number;
  normSum: number;
  normMax: number;
  clipped: number;
}

/** Totals before the first step. */
export function emptyTotals(): GradientTotals {
  return { steps: 0, finite: 0, normSum: 0, normMax: 0, clipped: 0 };
}

/** Counts one step in. */
export function addStep(totals: GradientTotals, norm: number, clipped: boolean): void {
  totals.steps++;
  if (clipped) totals.clipped++;
  if (!Number.isFinite(norm)) return;
  totals.finite++;
  totals.normSum += norm;
  totals.normMax = Math.max(totals.normMax, norm);
}

/** The totals as the run's result states them; zeros where nothing was counted. */
export function summarize(totals: GradientTotals): GradientSummary {
  const { steps, finite, normSum, normMax, clipped } = totals;
  return {
    normMean: finite > 0 ? normSum / finite : 0,
    normMax,
    clippedFraction: steps > 0 ? clipped / steps : 0,
    nonFiniteCount: steps - finite,
  };
}
