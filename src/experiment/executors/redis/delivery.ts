// One delivery of a job to a worker: let in, run in a process, and turned into what the queue is to do
// with it. A delivery that nobody let fail goes back to the queue and costs no attempt.
import type { Job as QueueJob } from 'bullmq';
import type { JobResult } from '../../batch/jobResult.ts';
import { type Admission, admit, type WorkerPlace } from './admission.ts';
import type { AttemptPool } from './attemptPool.ts';
import type { RedisLibraries } from './libraries.ts';
import { type DeliveryEnd, type JobNews, shortened } from './reports.ts';

/** What a delivery came to, for whoever watches the worker. */
export type DeliveryEvent =
  | { readonly type: 'started'; readonly name: string; readonly worker: string }
  | { readonly type: 'finished'; readonly name: string; readonly step: number }
  /** Cancelled, or back in the queue. */
  | { readonly type: 'returned'; readonly name: string; readonly reason: string }
  | { readonly type: 'failed'; readonly name: string; readonly reason: string };

/** What deliveries of a worker share. */
export interface DeliveryOptions {
  readonly bullmq: RedisLibraries['bullmq'];
  readonly pool: AttemptPool;
  readonly place: WorkerPlace;
  /** Name of this machine. */
  readonly machine: string;
  readonly busyDelayMs: number;
  /** Called for what becomes of each delivery. */
  readonly onEvent: (event: DeliveryEvent) => void;
}

/** Takes deliveries; knows which runs are under way. */
export interface Deliveries {
  /** Runs a delivered job; as BullMQ has it, a delivery that did not end well throws. */
  deliver(job: QueueJob, token: string | undefined): Promise<DeliveryEnd>;
  /** Run ids under way. */
  ids(): string[];
  /** Deliveries taken so far. */
  count(): number;
  /** Ends a run with a checkpoint for good: somebody does not want it any more. */
  cancel(runId: string): void;
  /** Ends all runs with a checkpoint, which go back to the queue; resolves when none runs any more. */
  stop(): Promise<void>;
}

/** Time between two reports of progress at least, in ms. */
const REPORT_MS = 2000;

/** A run under way. */
interface UnderWay {
  readonly abort: AbortController;
  isCancelled: boolean;
  ended: Promise<unknown>;
}

type Admitted = Extract<Admission, { ok: true }>;

/** Makes the deliveries of a worker. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const { bullmq, pool, place, machine, busyDelayMs, onEvent } = options;
  const underWay = new Map<string, UnderWay>();
  let count = 0;
  let isStopping = false;

  /** News may be lost: Redis may be away, or have lost the job. */
  const tell = (job: QueueJob, news: JobNews) => void job.updateProgress(news).catch(() => {});

  function run(job: QueueJob, { ok: _, ...admitted }: Admitted, signal: AbortSignal) {
    const { name } = admitted.job;
    let worker = machine;
    let reportedMs = performance.now();
    const result = pool.attempt({
      ...admitted,
      signal,
      onStart(pid) {
        worker = `${machine}/${pid}`;
        tell(job, { type: 'started', worker });
        onEvent({ type: 'started', name, worker });
      },
      onProgress(step, loss) {
        const nowMs = performance.now();
        if (nowMs - reportedMs < REPORT_MS) return;
        reportedMs = nowMs;
        tell(job, { type: 'progress', step, ...(Number.isFinite(loss) ? { loss } : {}) });
      },
      onWarning: (message) => tell(job, { type: 'warning', message: shortened(message) }),
    });
    return result.then((result) => ({ result, worker }));
  }

  async function sendBack(job: QueueJob, token: string | undefined, delayMs: number) {
    if (delayMs > 0) {
      await job.moveToDelayed(Date.now() + delayMs, token);
      throw new bullmq.DelayedError();
    }
    await job.moveToWait(token);
    throw new bullmq.WaitingError();
  }

  function failure(job: QueueJob, { reason, isFinal }: Extract<JobResult, { type: 'failed' }>) {
    const attempt = job.attemptsMade + 1;
    if (isFinal) return new bullmq.UnrecoverableError(shortened(reason));
    if (attempt < (job.opts.attempts ?? 1)) {
      tell(job, { type: 'retried', attempt, reason: shortened(reason) });
    }
    return new Error(shortened(reason));
  }

  return {
    async deliver(job, token) {
      count++;
      const runId = job.id ?? '';
      if (isStopping) await sendBack(job, token, 0);
      const admission = await admit(job.data, runId, place);
      if (!admission.ok) {
        onEvent({ type: 'failed', name: `run ${runId.slice(0, 16)}`, reason: admission.reason });
        throw new bullmq.UnrecoverableError(shortened(admission.reason));
      }
      const { name } = admission.job;
      const abort = new AbortController();
      if (isStopping) abort.abort();
      const attempt = run(job, admission, abort.signal);
      const state: UnderWay = { abort, isCancelled: false, ended: attempt };
      underWay.set(runId, state);
      try {
        const { result, worker } = await attempt;
        if (result.type === 'finished') {
          onEvent({ type: 'finished', name, step: result.step });
          return { worker, resultSha256: result.resultSha256 };
        }
        if (result.type === 'interrupted') {
          const reason = state.isCancelled ? 'cancelled' : 'interrupted';
          onEvent({ type: 'returned', name, reason });
          if (!state.isCancelled) await sendBack(job, token, 0);
          return { worker, resultSha256: null };
        }
        if (result.isBusy) {
          onEvent({ type: 'returned', name, reason: result.reason });
          await sendBack(job, token, busyDelayMs);
        }
        onEvent({ type: 'failed', name, reason: result.reason });
        throw failure(job, result);
      } finally {
        underWay.delete(runId);
      }
    },
    ids: () => [...underWay.keys()],
    count: () => count,
    cancel(runId) {
      const state = underWay.get(runId);
      if (!state) return;
      state.isCancelled = true;
      state.abort.abort();
    },
    async stop() {
      isStopping = true;
      const all = [...underWay.values()];
      for (const { abort } of all) abort.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
