// What is done of a suite and how it differs from the one that was run before, as `--dry-run` shows it.
import type { Job, Manifest } from './manifest.ts';
import type { SuiteRun } from './suiteRun.ts';

/** How far a run is. */
export type JobState = 'finished' | 'interrupted' | 'failed' | 'damaged' | 'new';

/** How a suite differs from the one of the same name that was run before. */
export interface SuiteDifference {
  /** Runs that are in it now. */
  readonly addedCount: number;
  /** Runs that are in it no longer; their files stay. */
  readonly removedCount: number;
}

/** How far a suite is. */
export interface PlanStatus {
  /** State of each run, by index. */
  readonly states: readonly JobState[];
  /** How many runs are in each state. */
  readonly counts: Readonly<Record<JobState, number>>;
  /** Null where the suite has not been run before. */
  readonly difference: SuiteDifference | null;
}

/**
 * Compares a suite with the one that was run before.
 * @param stored - the manifest of that one, null for none
 */
export function differenceTo(
  stored: Pick<Manifest, 'jobs'> | null,
  jobs: readonly Job[],
): SuiteDifference | null {
  if (stored === null) return null;
  const before = new Set(stored.jobs.map(({ runId }) => runId));
  const common = jobs.filter(({ runId }) => before.has(runId)).length;
  return { addedCount: jobs.length - common, removedCount: before.size - common };
}

/**
 * Finds out how far a suite is.
 * @param runs - one per job of it, as their files tell
 * @param stored - the manifest that was written for the suite before, null for none
 */
export function planStatus(
  runs: readonly SuiteRun[],
  stored: Pick<Manifest, 'jobs'> | null = null,
): PlanStatus {
  const counts = { finished: 0, interrupted: 0, failed: 0, damaged: 0, new: 0 };
  const states = runs.map(({ state: { type } }): JobState => (type === 'open' ? 'new' : type));
  for (const state of states) counts[state]++;
  const jobs = runs.map(({ job }) => job);
  return { states, counts, difference: differenceTo(stored, jobs) };
}
