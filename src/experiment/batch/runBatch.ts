// A suite from its manifest to its results: finds out by the files what there is to do, has an executor do
// it, and believes the files again. The same call goes on with a suite that was interrupted.

import type { Executor, JobEvent } from '../executors/executor.ts';
import { withRunDirectory } from '../withRunDirectory.ts';
import { openFailureFiles } from './failureFiles.ts';
import type { Job, Manifest } from './manifest.ts';
import { readManifest, writeManifest } from './manifestFile.ts';
import { type PlanStatus, planStatus } from './planStatus.ts';
import { readResults, type SuiteResults } from './results.ts';
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
  /** Runs again what failed before. */
  readonly retryFailed: boolean;
  /** Cancels: what is running ends with a checkpoint. */
  readonly signal: AbortSignal;
  /** Called once, before the first event. */
  readonly onStart?: (start: BatchStart) => void;
  readonly onEvent?: (event: JobEvent) => void;
}

/** What is known before the first run. */
export interface BatchStart {
  readonly status: PlanStatus;
  /** Runs to do now. */
  readonly jobs: readonly Job[];
  /** Runs that failed before and are left alone. */
  readonly skippedCount: number;
}

/** What came of a suite. */
export interface BatchEnd {
  /** Every run of the suite, as the files tell. */
  readonly results: SuiteResults;
  /** Runs that failed before and were left alone. */
  readonly skippedCount: number;
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
      return await runLocked(manifest, directory, cancel, options);
    } finally {
      options.signal.removeEventListener('abort', forward);
    }
  });
}

async function runLocked(
  manifest: Manifest,
  directory: string,
  cancel: AbortController,
  { executor, out, attempts, timeLimitMs, failFast, retryFailed, ...options }: BatchOptions,
): Promise<BatchEnd> {
  // A damaged manifest is written anew: that of now is known.
  const stored = await readManifest(out, manifest.name).catch(() => null);
  const status = await planStatus({ manifest }, out, stored);
  await writeManifest(out, manifest);
  const { states } = status;
  const isToDo = ({ index }: Job) =>
    states[index] !== 'finished' && (retryFailed || states[index] !== 'failed');
  const jobs = manifest.jobs.filter(isToDo);
  const skippedCount = retryFailed ? 0 : status.counts.failed;
  options.onStart?.({ status, jobs, skippedCount });

  const failures = openFailureFiles(directory, () => cancel.abort());
  const finished = new Set<number>();
  let isFailedFast = false;
  const idOf = (index: number) => manifest.jobs[index]?.runId ?? '';
  const onEvent = (event: JobEvent): void => {
    if (event.type === 'failed') {
      const { index, attempts: made, reason } = event;
      failures.put({ runId: idOf(index), attempts: made, reason });
      isFailedFast ||= failFast;
      if (failFast) cancel.abort();
    } else if (event.type === 'finished') {
      finished.add(event.index);
      if (states[event.index] === 'failed') failures.remove(idOf(event.index));
    }
    options.onEvent?.(event);
  };
  const context = {
    out,
    base: manifest.base,
    dataDirectory: manifest.dataDirectory,
    weightsDirectory: manifest.weightsDirectory,
  };
  if (jobs.length > 0) {
    await executor.execute(jobs, {
      context,
      directory,
      attempts,
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      signal: cancel.signal,
      onEvent,
    });
  }
  await failures.settle();
  const results = readResults(manifest, out);
  const lost = results.runs.filter(
    ({ job, state }) => finished.has(job.index) && state.type !== 'finished',
  );
  if (lost.length === 0) return { results, skippedCount, isFailedFast };
  for (const { job, state } of lost) {
    const why = state.type === 'damaged' ? state.reason : 'its result.json is not there';
    const reason = `said to be finished, but ${why}`;
    onEvent({ type: 'failed', index: job.index, attempts: 1, reason });
  }
  await failures.settle();
  return { results: readResults(manifest, out), skippedCount, isFailedFast };
}
