// The best run of a suite: whom to look at first, whatever a table has room for.
import type { Evaluation } from '../../training/events.ts';
import { finishedRuns } from './groups.ts';
import type { Label } from './manifest.ts';
import type { SuiteRun } from './suiteRun.ts';

/** The run with the lowest error or, among equal errors and where there are none, the lowest loss. */
export interface BestOfSuite {
  /** Place in the manifest. */
  readonly index: number;
  readonly name: string;
  /** 64 hex digits. */
  readonly runId: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly loss: number;
  /** Null for a task that has none. */
  readonly error: number | null;
}

const isBetter = (one: Evaluation, other: Evaluation): boolean => {
  const difference = (one.error ?? 1) - (other.error ?? 1);
  return difference < 0 || (difference === 0 && one.loss < other.loss);
};

/**
 * Finds the best of the runs that finished and did not diverge.
 * @param runs in the order of the manifest, which decides between equals
 * @returns null where none has a finite loss
 */
export function bestOfSuite(runs: readonly SuiteRun[]): BestOfSuite | null {
  let best: { readonly run: SuiteRun; readonly evaluation: Evaluation } | null = null;
  for (const { run, result } of finishedRuns(runs)) {
    const { outcome, evaluation } = result;
    if (outcome === 'diverged' || evaluation === null || !Number.isFinite(evaluation.loss))
      continue;
    if (best === null || isBetter(evaluation, best.evaluation)) best = { run, evaluation };
  }
  if (best === null) return null;
  const { index, name, runId, labels } = best.run.job;
  const { loss, error } = best.evaluation;
  return { index, name, runId, labels, loss, error };
}
