// The processes of a queue worker: each trains one run at a time, so that the worker itself always has
// time for Redis. A process is kept for runs of the same suite.
import type { KernelName } from '../../../math/kernels.ts';
import type { JobResult } from '../../batch/jobResult.ts';
import type { Job, JobContext } from '../../batch/manifest.ts';
import type { Host } from '../../provenance.ts';
import type { WorkerStart } from '../local/messages.ts';
import { startWorker, type WorkerProcess } from '../local/workerProcess.ts';

/** One attempt as it is asked for. */
export interface AttemptRequest {
  readonly context: JobContext;
  readonly job: Job;
  readonly timeLimitMs: number | undefined;
  /** Whether to train the run afresh where a file of it is damaged. */
  readonly repair: boolean;
  /** Ends it after the step under way, with a checkpoint. */
  readonly signal: AbortSignal;
  /** Called with the process that has it. */
  readonly onStart: (pid: number) => void;
  /** Called now and then with the updates done and the last training loss. */
  readonly onProgress: (step: number, loss: number) => void;
  /** Called with a line for what was found damaged and is not needed. */
  readonly onWarning: (message: string) => void;
}

/** Runs attempts in processes of its own. */
export interface AttemptPool {
  /** Runs an attempt; never rejects. As many run at a time as are asked for. */
  attempt(request: AttemptRequest): Promise<JobResult>;
  /** Ends the idle processes; resolves when all are gone, provided that no attempt is under way. */
  close(): Promise<void>;
}

interface Slot {
  /** What its runs share, as text. */
  readonly suite: string;
  readonly trainer: WorkerProcess;
  request: AttemptRequest | null;
}

/** How long after its time limit a run may take to answer before its process is killed. */
const GRACE_MS = 10_000;

/** Makes a pool without processes; they start when they are needed. */
export function createAttemptPool(host: Host, kernels: KernelName | undefined): AttemptPool {
  const idle: Slot[] = [];

  async function takeSlot({ context, timeLimitMs, repair }: AttemptRequest): Promise<Slot> {
    const start: WorkerStart = { context, host, kernels, timeLimitMs, repair };
    const suite = JSON.stringify(start);
    const place = idle.findIndex((slot) => slot.suite === suite && slot.trainer.isAlive);
    const [fitting] = place < 0 ? [] : idle.splice(place, 1);
    if (fitting) return fitting;
    await idle.pop()?.trainer.close();
    const box: { slot: Slot | null } = { slot: null };
    const trainer = await startWorker({
      start,
      graceMs: GRACE_MS,
      onProgress: (_, step, loss) => box.slot?.request?.onProgress(step, loss),
      onWarning: (_, message) => box.slot?.request?.onWarning(message),
    });
    box.slot = { suite, trainer, request: null };
    return box.slot;
  }

  return {
    async attempt(request) {
      const { job, signal, onStart } = request;
      let slot: Slot;
      try {
        slot = await takeSlot(request);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { type: 'failed', reason, isFinal: false };
      }
      const { trainer } = slot;
      slot.request = request;
      const cancel = () => trainer.cancel();
      signal.addEventListener('abort', cancel);
      onStart(trainer.pid);
      const answer = signal.aborted ? null : trainer.run(job);
      const result: JobResult = (await answer) ?? { type: 'interrupted', step: 0 };
      signal.removeEventListener('abort', cancel);
      slot.request = null;
      if (trainer.isAlive) idle.push(slot);
      else await trainer.close();
      return result;
    },
    async close() {
      await Promise.all(idle.splice(0).map(({ trainer }) => trainer.close()));
    },
  };
}
