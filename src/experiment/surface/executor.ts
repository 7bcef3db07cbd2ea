// Where the points of a surface are computed: in this thread, or in threads of a pool. Both give the
// same numbers; they differ in time only.
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { KernelName } from '../../math/kernels.ts';
import { builtFile } from '../builtFiles.ts';
import { createEvaluator, estimatePointMs, type SurfaceSource } from './source.ts';
import type { Samples } from './surface.ts';

/** Computes pieces of a surface; owns its threads. */
export interface Executor {
  /** How many pieces it computes at a time. */
  readonly workers: number;
  /** Computes the points of a piece, [n] each. */
  run(x: Float64Array, y: Float64Array): Promise<Samples>;
  /** Ends the threads; once or more. */
  close(): Promise<void>;
}

/** What a thread is started with. */
export interface WorkerStart {
  readonly source: SurfaceSource;
  readonly kernels: KernelName;
}

/** One piece of work for a thread. */
export interface WorkerTask {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Starting threads pays from about this much work on one core, in ms. */
const WORTH_THREADS_MS = 500;

/** Most threads anybody may ask for. */
export const MOST_WORKERS = 256;

/** Code of a thread. */
const WORKER = 'experiment/surface/worker.js';

/**
 * Decides how many threads compute: as many as the machine has cores where the work is worth it.
 * @param pointCount points to compute
 * @returns 0 where this thread computes alone
 */
export async function worthwhileWorkers(
  source: SurfaceSource,
  pointCount: number,
): Promise<number> {
  const cores = availableParallelism();
  const work = (await estimatePointMs(source)) * pointCount;
  return cores > 1 && work > WORTH_THREADS_MS ? cores : 0;
}

/** Makes the executor of this thread. */
export async function createInlineExecutor(
  source: SurfaceSource,
  kernels: KernelName,
): Promise<Executor> {
  const evaluator = await createEvaluator(source, kernels);
  return {
    workers: 1,
    async run(x, y) {
      // Signals and redraws get their turn before every piece.
      await new Promise((resolve) => setImmediate(resolve));
      return evaluator.evaluate(x, y);
    },
    close: async () => {},
  };
}

/** Makes an executor with threads, all started now and kept until it is closed. */
export function createPoolExecutor(
  source: SurfaceSource,
  kernels: KernelName,
  workers: number,
): Executor {
  const pool = new Tinypool({
    filename: builtFile(WORKER).href,
    runtime: 'worker_threads',
    minThreads: workers,
    maxThreads: workers,
    workerData: { source, kernels } satisfies WorkerStart,
  });
  return {
    workers,
    run: (x, y) => pool.run({ x, y } satisfies WorkerTask) as Promise<Samples>,
    close: () => pool.destroy(),
  };
}
