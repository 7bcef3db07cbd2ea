// What `--dry-run` tells of a suite, as plain data: the runs, how far they are, what is left to do.

import type { KernelName } from '../../math/kernels.ts';
import type { ManifestSearch } from './halving.ts';
import type { Label } from './manifest.ts';
import { readManifest } from './manifestFile.ts';
import type { Plan } from './plan.ts';
import { estimatePlan } from './planEstimate.ts';
import { type JobState, planStatus, type SuiteDifference } from './planStatus.ts';
import { readRuns } from './results.ts';
import { isToDoWith, runsToDo } from './runsToDo.ts';

/** Version of `PlanReport` as JSON. */
export const PLAN_SCHEMA_VERSION = 1;

/** A run as a plan shows it. */
export interface PlannedRun {
  readonly index: number;
  readonly runId: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly state: JobState;
}

/** A suite before it runs. */
export interface PlanReport {
  readonly schema: number;
  readonly name: string;
  readonly axes: readonly string[];
  readonly search: ManifestSearch;
  readonly runCount: number;
  readonly finishedCount: number;
  readonly interruptedCount: number;
  readonly failedCount: number;
  readonly damagedCount: number;
  /** Runs that are left to do; of a search, as many as it can still come to. */
  readonly todoCount: number;
  readonly excludedCount: number;
  readonly repeatedCount: number;
  /** Null where the suite has not been run before. */
  readonly difference: SuiteDifference | null;
  /** Time of the runs to do on one core, each to its last step, in ms; null if unknown. */
  readonly durationMs: number | null;
  /** Bytes that the files of the runs to do take at most. */
  readonly diskBytes: number;
  readonly runs: readonly PlannedRun[];
}

/** How the suite is to be run. */
export interface PlanReportOptions {
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName | undefined;
  /** Whether runs that failed or are damaged are to be done again. */
  readonly retryFailed?: boolean;
}

/**
 * Reports on a suite before it runs; trains a few updates of a few runs to say how long it takes.
 * @param out - directory of run directories
 * @param options - what the command line asks for
 * @throws StoredFileError if the manifest of the suite that was run before is damaged
 * @throws DataError if a file that a timed run names cannot be read
 * @throws ConfigurationError if the parts of a timed run do not fit together
 * @throws RunDirectoryError if something else than a file stands at the place of the manifest
 * @throws FileError where the system does not say
 */
export async function planReport(
  plan: Plan,
  out: string,
  { kernels, retryFailed = false }: PlanReportOptions = {},
): Promise<PlanReport> {
  const { manifest, excludedCount, repeatedCount } = plan;
  const stored = await readManifest(out, manifest.name);
  const runs = readRuns(manifest, out);
  const { states, counts, difference } = planStatus(runs, stored);
  const todo = runsToDo(manifest, runs, isToDoWith(retryFailed));
  const { durationMs, diskBytes } = await estimatePlan(plan, todo, kernels);
  return {
    schema: PLAN_SCHEMA_VERSION,
    name: manifest.name,
    axes: manifest.axes,
    search: manifest.search,
    runCount: manifest.jobs.length,
    finishedCount: counts.finished,
    interruptedCount: counts.interrupted,
    failedCount: counts.failed,
    damagedCount: counts.damaged,
    todoCount: todo.length,
    excludedCount,
    repeatedCount,
    difference,
    durationMs,
    diskBytes,
    runs: manifest.jobs.map(({ index, runId, name, labels }) => ({
      index,
      runId,
      name,
      labels,
      state: states[index] ?? 'new',
    })),
  };
}
