// A suite from its manifest to its results: finds out by the files what there is to do, has an executor do
// it, and believes the files again. The same call goes on with a suite that was interrupted.

import type { Executor, JobEvent } from '../executors/executor.ts';
import { sweepTemporaryFiles } from '../runDirectory.ts';
import { withRunDirectory } from '../withRunDirectory.ts';
import { openFailureFiles } from './failureFiles.ts';
import { countStates } from './groups.ts';
import { survivorCount } from './halving.ts';
import type { Job, Manifest } from './manifest.ts';
import { writeManifest } from './manifestFile.ts';
import { readResults, type SuiteResults, type SuiteRun } from './results.ts';
import { isFailed, isOpen, isToDoWith, isToRepair } from './runsToDo.ts';
import { suiteDirectory } from './suiteDirectory.ts';

/** How to run a suite; nothing here can change a result. */
export interface BatchOptions {
  readonly executor: Executor;
  /** Directory of run directories, absolute. */
  readonly out: string;
  /** Number of this process, for the lock of the suite. */
  readonly pid: number;
  /** Attempts before a run counts as failed, at least 1. */
  readonly attempts: number;
  /** Ends an attempt that takes longer, in ms. */
  readonly timeLimitMs?: number;
  /** Cancels the others at the first run that failed. */
  readonly failFast: boolean;
  /** Runs again what failed before, and afresh what is damaged. */
  readonly retryFailed: boolean;
  /** Cancels: what is running ends with a checkpoint. */
  readonly signal: AbortSignal;
  /** Called once, before the first event. */
  readonly onStart?: (start: BatchStart) => void;
  /** Called for everything that happens to a job. */
  readonly onEvent?: (event: JobEvent) => void;
}

/** What is known before the first run. */
export interface BatchStart {
  /** Runs the suite comes to; of a search those it is expected to. */
  readonly runCount: number;
  /** Runs that have finished before. */
  readonly finishedCount: number;
  /** Runs to do now. */
  readonly todoCount: number;
}

/** What came of a suite. */
export interface BatchEnd {
  /** Every run of the suite, as the files tell. */
  readonly results: SuiteResults;
  /** Runs that failed before and were left alone. */
  readonly skippedCount: number;
  /** Damaged runs that training afresh would mend and that were left alone. */
  readonly unrepairedCount: number;
  /** Whether a failed run, with `failFast`, kept others from being run. */
  readonly isFailedFast: boolean;
}

/**
 * Runs a suite.
 * @throws BusyError if another process runs the suite
 * @throws ExecutorError if the executor cannot work
 * @throws RunDirectoryError if something else stands at the place of a file
 * @throws FileError if a file of the suite cannot be written or read
 */
export async function runBatch(manifest: Manifest, options: BatchOptions): Promise<BatchEnd> {
  const directory = suiteDirectory(options.out, manifest.name);
  return withRunDirectory(directory, options.pid, async (lock) => {
    const cancel = new AbortController();
    const forward = () => cancel.abort();
    for (const signal of [options.signal, lock.lost]) {
      if (signal.aborted) forward();
      signal.addEventListener('abort', forward);
    }
    try {
      await sweepTemporaryFiles(directory); // of a coordinator that was killed
      return await runLocked(manifest, directory, cancel, options);
    } finally {
      options.signal.removeEventListener('abort', forward);
    }
  });
}

/** Runs a suite comes to: all, or those of the rungs of a search. */
function expectedCount({ search, jobs }: Manifest): number {
  if (search.type === 'none') return jobs.length;
  let width = jobs.length / search.steps.length;
  let count = 0;
  for (const _ of search.steps) {
    count += width;
    width = survivorCount(width, search.factor);
  }
  return count;
}

async function runLocked(
  manifest: Manifest,
  directory: string,
  cancel: AbortController,
  options: BatchOptions,
): Promise<BatchEnd> {
  const { out, failFast, retryFailed } = options;
  await writeManifest(out, manifest);
  let results = readResults(manifest, out);
  const { finished } = countStates(results.runs);
  const isToDo = isToDoWith(retryFailed);
  const leftAlone = results.runs.filter((run) => run.state.type !== 'finished' && !isToDo(run));
  const skippedCount = leftAlone.filter(isFailed).length;
  const unrepairedCount = leftAlone.filter(isToRepair).length;
  const runCount = expectedCount(manifest);
  const todoCount = runCount - finished - leftAlone.length;
  options.onStart?.({ runCount, finishedCount: finished, todoCount });

  const failures = openFailureFiles(directory, () => cancel.abort());
  const asked = new Set<Job>();
  let isFailedFast = false;
  const fail = (index: number, attempts: number, reason: string): void => {
    failures.put({ runId: manifest.jobs[index]?.runId ?? '', attempts, reason });
    isFailedFast ||= failFast;
    if (failFast) cancel.abort();
  };
  // A search comes to its later rungs as the earlier ones are done; other suites take one round.
  for (;;) {
    const runs = results.runs.filter((run) => !asked.has(run.job) && isToDo(run));
    if (runs.length === 0 || cancel.signal.aborted) {
      return { results, skippedCount, unrepairedCount, isFailedFast };
    }
    for (const { job } of runs) asked.add(job);
    const told = await runJobs(runs, manifest, directory, cancel.signal, fail, options);
    for (const run of runs) {
      if (!isOpen(run) && told.has(run.job.index)) failures.remove(run.job.runId);
    }
    await failures.settle();
    results = readResults(manifest, out);
    const lost = results.runs.filter((run) => told.has(run.job.index) && isOpen(run));
    for (const { job } of lost) {
      const reason = 'said to be finished, but its result.json is not there';
      fail(job.index, 1, reason);
      options.onEvent?.({ type: 'failed', index: job.index, attempts: 1, reason });
    }
    if (lost.length === 0) continue;
    await failures.settle();
    results = readResults(manifest, out);
  }
}

/** Has an executor run jobs; gives the places of those it told to be finished. */
async function runJobs(
  runs: readonly SuiteRun[],
  { base, dataDirectory, weightsDirectory }: Manifest,
  directory: string,
  signal: AbortSignal,
  fail: (index: number, attempts: number, reason: string) => void,
  { executor, out, attempts, timeLimitMs, retryFailed, onEvent }: BatchOptions,
): Promise<ReadonlySet<number>> {
  const told = new Set<number>();
  await executor.execute(
    runs.map(({ job }) => job),
    {
      context: { out, base, dataDirectory, weightsDirectory },
      directory,
      attempts,
      repair: retryFailed,
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      signal,
      onEvent(event) {
        if (event.type === 'failed') fail(event.index, event.attempts, event.reason);
        if (event.type === 'finished') told.add(event.index);
        onEvent?.(event);
      },
    },
  );
  return told;
}
