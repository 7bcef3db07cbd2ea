// Runs the jobs of a suite on this machine: worker processes that each take the next run at once. A
// process that dies takes its own run down and no other; the run is tried again on a fresh one.
import type { KernelName } from '../../../math/kernels.ts';
import type { JobResult } from '../../batch/jobResult.ts';
import type { Host } from '../../provenance.ts';
import { type ExecuteOptions, type Executor, ExecutorError } from '../executor.ts';
import { createJobQueue, type JobQueue } from './jobQueue.ts';
import { startWorker, type WorkerOptions, type WorkerProcess } from './workerProcess.ts';

/** How this machine is to be used. */
export interface LocalExecutorOptions {
  /** Processes at most, at least 1. */
  readonly workers: number;
  /** The program that computes, but for the process of each worker. */
  readonly host: Omit<Host, 'pid'>;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** How long after its time limit a run may take to answer before its process is killed, in ms. */
  readonly graceMs?: number;
}

const GRACE_MS = 10_000;
const START_TRIES = 3;

/** A run that was interrupted although nobody cancelled it, as when somebody ends its worker. */
function withoutCancel(result: JobResult): JobResult {
  if (result.type !== 'interrupted') return result;
  return { type: 'failed', reason: 'the worker process was told to end', isFinal: false };
}

/** Starts a worker, more than once where it must be: whoever kills workers may hit one that starts. */
async function startSurely(options: WorkerOptions): Promise<WorkerProcess> {
  for (let tries = 1; ; tries++) {
    try {
      return await startWorker(options);
    } catch (error) {
      if (!(error instanceof ExecutorError) || tries === START_TRIES) throw error;
    }
  }
}

/** Works as long as there are jobs, with one process at a time. */
async function work(
  queue: JobQueue,
  start: () => Promise<WorkerProcess>,
  { signal, onEvent }: Pick<ExecuteOptions, 'signal' | 'onEvent'>,
): Promise<void> {
  let worker: WorkerProcess | null = null;
  const cancel = () => worker?.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      const job = await queue.take(signal);
      if (job === null) return;
      worker ??= await start();
      if (signal.aborted) return;
      // The worker has the job before anybody hears of it: a cancel that follows must not overtake it.
      const answer = worker.run(job);
      onEvent({ type: 'started', index: job.index, worker: String(worker.pid) });
      const result = await answer;
      if (signal.aborted && result.type === 'interrupted') return;
      queue.settle(job, withoutCancel(result));
      if (worker.isAlive && result.type !== 'interrupted') continue;
      await worker.close();
      worker = null;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    await worker?.close();
  }
}

/** Makes the executor of this machine. */
export function createLocalExecutor({
  workers,
  host,
  kernels,
  graceMs = GRACE_MS,
}: LocalExecutorOptions): Executor {
  return {
    name: 'local',
    async execute(jobs, options) {
      const { context, timeLimitMs, repair = false, signal, onEvent } = options;
      // Whoever delivers a job twice means one run; two processes would be in each other's way.
      const distinct = [...new Map(jobs.map((job) => [job.runId, job])).values()];
      const queue = createJobQueue(distinct, options);
      const start = () =>
        startSurely({
          start: { context, host, kernels, timeLimitMs, repair },
          graceMs,
          onProgress: (index, step, loss) => onEvent({ type: 'progress', index, step, loss }),
          onWarning: (index, message) => onEvent({ type: 'warning', index, message }),
        });
      const end = new AbortController();
      const cancel = () => end.abort();
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
      const count = Math.min(workers, distinct.length);
      const slots = Array.from({ length: count }, () =>
        work(queue, start, { signal: end.signal, onEvent }),
      );
      // Where one cannot go on, none of the others may outlive this call.
      for (const slot of slots) slot.catch(cancel);
      await Promise.allSettled(slots);
      signal.removeEventListener('abort', cancel);
      await Promise.all(slots);
    },
  };
}
