// What a worker process does: one run after another, each when it is told to. The process itself, its
// signals and its end are the caller's.

import type { Job } from '../../batch/manifest.ts';
import { runJob } from '../../batch/runJob.ts';
import { type FindShorterRuns, openShorterRuns } from '../../batch/shorterRuns.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** Time between two reports of progress at least, in ms. */
const REPORT_MS = 250;

/** Takes what the coordinator says. */
export interface JobServer {
  /** Takes a message. */
  handle(message: ToWorker): void;
  /** Ends the run under way after its step, with a checkpoint; resolves when no run is under way. */
  end(): Promise<void>;
}

/**
 * Makes the server of a worker.
 * @param pid number of its process
 * @param send tells the coordinator something; does nothing once it is gone
 */
export function createJobServer(pid: number, send: (message: FromWorker) => void): JobServer {
  let start: WorkerStart | null = null;
  let shorterRuns: FindShorterRuns | null = null;
  let cancel = new AbortController();
  let underWay: Promise<void> = Promise.resolve();

  const run = async (job: Job): Promise<void> => {
    if (!start) throw new Error('worker: a job came before the start');
    const { context, host, kernels, timeLimitMs, repair } = start;
    shorterRuns ??= openShorterRuns(context.out);
    let reportedMs = performance.now();
    const result = await runJob(context, job, {
      host: { ...host, pid },
      signal: cancel.signal,
      repair,
      shorterRuns,
      ...(kernels === undefined ? {} : { kernels }),
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      onStep(step, loss) {
        const nowMs = performance.now();
        if (nowMs - reportedMs < REPORT_MS) return;
        reportedMs = nowMs;
        send({ type: 'progress', step, loss });
      },
      onWarning: (message) => send({ type: 'warning', message }),
    });
    send({ type: 'result', result });
  };

  return {
    handle(message) {
      if (message.type === 'start') {
        start = message.start;
        shorterRuns = null;
      } else if (message.type === 'cancel') cancel.abort();
      else {
        cancel = new AbortController();
        underWay = run(message.job);
      }
    },
    async end() {
      cancel.abort();
      await underWay;
    },
  };
}
