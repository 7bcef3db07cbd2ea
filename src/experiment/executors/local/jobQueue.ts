// The jobs that wait for a worker, and how often each has been tried: an attempt that failed goes to the
// end of the queue and waits a little, because what a machine lacks now it may have then. A run that another
// process works on waits there too, and costs no attempt.
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobResult } from '../../batch/jobResult.ts';
import type { Job } from '../../batch/manifest.ts';
import type { ExecuteOptions } from '../executor.ts';

/** Time before a second attempt, in ms; a third waits twice as long, and so on. */
const RETRY_AFTER_MS = 1000;

/** Time before another look at a run that another process works on, in ms. */
const BUSY_AFTER_MS = 5000;

/** Jobs in the order they are to be run. */
export interface JobQueue {
  /**
   * Takes the next job, waiting for one that is to be tried again.
   * @returns null where none is left, or the signal asks for the end
   */
  take(signal: AbortSignal): Promise<Job | null>;
  /** Tells what came of a job that was taken; one to be tried again is queued. */
  settle(job: Job, result: JobResult): void;
}

interface Waiting {
  readonly job: Job;
  /** Attempts before. */
  readonly attempts: number;
  /** Time, by `performance.now`, before which it is not taken. */
  readonly readyMs: number;
}

/**
 * Makes the queue of an execution.
 * @param jobs distinct jobs
 * @param busyAfterMs time before another look at a run that another process works on
 */
export function createJobQueue(
  jobs: readonly Job[],
  { attempts: limit, onEvent }: Pick<ExecuteOptions, 'attempts' | 'onEvent'>,
  busyAfterMs = BUSY_AFTER_MS,
): JobQueue {
  const waiting: Waiting[] = jobs.map((job) => ({ job, attempts: 0, readyMs: 0 }));
  const attemptsOf = new Map<Job, number>();
  const putBack = (job: Job, attempts: number, afterMs: number): void => {
    waiting.push({ job, attempts, readyMs: performance.now() + afterMs });
  };
  return {
    async take(signal) {
      while (waiting.length > 0 && !signal.aborted) {
        const nowMs = performance.now();
        const place = waiting.findIndex(({ readyMs }) => readyMs <= nowMs);
        const [next] = place < 0 ? [] : waiting.splice(place, 1);
        if (next) {
          attemptsOf.set(next.job, next.attempts + 1);
          return next.job;
        }
        const soonestMs = Math.min(...waiting.map(({ readyMs }) => readyMs));
        await sleep(soonestMs - nowMs, undefined, { signal }).catch(() => {});
      }
      return null;
    },
    settle(job, result) {
      const { index } = job;
      const attempts = attemptsOf.get(job) ?? 1;
      if (result.type === 'finished') {
        const { outcome, step, durationMs } = result;
        onEvent({ type: 'finished', index, outcome, step, durationMs });
      } else if (result.type === 'failed') {
        const { reason } = result;
        if (result.isBusy) {
          onEvent({ type: 'busy', index, reason });
          putBack(job, attempts - 1, busyAfterMs);
          return;
        }
        if (result.isFinal || attempts >= limit) {
          onEvent({ type: 'failed', index, attempts, reason });
          return;
        }
        onEvent({ type: 'retried', index, attempt: attempts, reason });
        putBack(job, attempts, RETRY_AFTER_MS * attempts);
      }
    },
  };
}
