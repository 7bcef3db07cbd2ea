// Some runs of a suite, one after another in this process: what engines start on their machines. An
// engine counts processes that die; here only attempts are counted that end with an error.
import { setTimeout as sleep } from 'node:timers/promises';
import { type FailureFiles, openFailureFiles } from './failureFiles.ts';
import type { JobResult } from './jobResult.ts';
import type { Job, JobContext } from './manifest.ts';
import { readFailureRecord } from './readFailureRecord.ts';
import { type RunJobOptions, runJob } from './runJob.ts';
import { openShorterRuns } from './shorterRuns.ts';

/** What came of one run of a chunk. */
export type ChunkEvent =
  | ({ readonly job: Job } & Extract<JobResult, { type: 'finished' | 'interrupted' }>)
  | {
      readonly job: Job;
      readonly type: 'failed';
      readonly attempts: number;
      readonly reason: string;
      /** Whether it had failed before and nothing was tried. */
      readonly isKnown: boolean;
    };

/** How to run a chunk; nothing here can change a result. */
export interface ChunkOptions
  extends Pick<RunJobOptions, 'host' | 'kernels' | 'signal' | 'timeLimitMs'> {
  readonly context: JobContext;
  /** The suite's own directory, for failure records. */
  readonly directory: string;
  /** Attempts before a run counts as failed, at least 1. */
  readonly attempts: number;
  /** Whether to try again what has failed before, and afresh what is damaged. */
  readonly retryFailed: boolean;
  /** Called once for every run that came to something. */
  readonly onEvent: (event: ChunkEvent) => void;
  /** Called with a line about a run that another attempt will follow, or that is damaged. */
  readonly onWarning: (job: Job, message: string) => void;
  /** Time before a second attempt, in ms; a third waits twice as long. */
  readonly retryAfterMs?: number;
  /** Time before another look at a run that another process works on, in ms. */
  readonly busyAfterMs?: number;
}

interface Waiting {
  readonly job: Job;
  /** Attempts that ended with an error. */
  readonly attempts: number;
  /** How long to wait before it, in ms. */
  readonly waitMs: number;
  /** Whether it was said that another process works on it. */
  readonly isToldBusy: boolean;
}

/**
 * Runs jobs to their end, or until the signal; what is finished or has failed is told, not run again.
 * @returns runs that have failed
 * @throws StoredFileError if a failure record is damaged
 * @throws FileError if one cannot be written
 */
export async function runChunk(jobs: readonly Job[], options: ChunkOptions): Promise<number> {
  const { directory, signal, onEvent } = options;
  const shorterRuns = openShorterRuns(options.context.out);
  const failures = openFailureFiles(directory, () => {}); // settled after every run
  const queue: Waiting[] = jobs.map((job) => ({
    job,
    attempts: 0,
    waitMs: 0,
    isToldBusy: false,
  }));
  let failedCount = 0;
  for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
    await sleep(next.waitMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const known = next.attempts === 0 ? knownFailure(next.job, failures, options) : null;
    const came = known ?? (await attempt(next, { ...options, shorterRuns }));
    if ('waitMs' in came) {
      queue.push(came);
      continue;
    }
    if (came.type === 'failed') {
      failedCount++;
      const { job, attempts, reason } = came;
      if (!came.isKnown) failures.put({ runId: job.runId, attempts, reason });
    }
    await failures.settle();
    onEvent(came);
  }
  return failedCount;
}

function knownFailure(
  job: Job,
  failures: FailureFiles,
  { directory, retryFailed }: ChunkOptions,
): ChunkEvent | null {
  // Whatever a record says, and damaged ones say nothing, another attempt takes its place.
  if (retryFailed) {
    failures.remove(job.runId);
    return null;
  }
  const record = readFailureRecord(directory, job.runId);
  if (record === null) return null;
  const { attempts, reason } = record;
  return { job, type: 'failed', attempts, reason, isKnown: true };
}

/** Tries a run; gives what came of it, or when to try it again. */
async function attempt(
  waiting: Waiting,
  options: ChunkOptions & Pick<RunJobOptions, 'shorterRuns'>,
): Promise<ChunkEvent | Waiting> {
  const { context, attempts: limit, retryFailed, onWarning } = options;
  const { retryAfterMs = 1000, busyAfterMs = 5000, ...rest } = options;
  const { job } = waiting;
  const result = await runJob(context, job, {
    ...rest,
    repair: retryFailed,
    onWarning: (message) => onWarning(job, message),
  });
  if (result.type !== 'failed') return { job, ...result };
  const { reason, isFinal } = result;
  if (result.isBusy) {
    if (!waiting.isToldBusy) onWarning(job, `${reason}; tried again later`);
    return { ...waiting, waitMs: busyAfterMs, isToldBusy: true };
  }
  const attempts = waiting.attempts + 1;
  if (isFinal || attempts >= limit) {
    return { job, type: 'failed', attempts, reason, isKnown: false };
  }
  onWarning(job, `attempt ${attempts} failed: ${reason}`);
  return { ...waiting, attempts, waitMs: attempts * retryAfterMs };
}
