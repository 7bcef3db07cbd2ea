// A thread of the pool: makes the evaluator once, then computes piece after piece.
import { Tinypool } from 'tinypool';
import type { Evaluator } from './evaluator.ts';
import type { WorkerStart, WorkerTask } from './executor.ts';
import { createEvaluator } from './source.ts';
import type { Samples } from './surface.ts';

let evaluator: Promise<Evaluator> | null = null;

/** Computes the points of a piece. */
export default async function run({ x, y }: WorkerTask): Promise<Samples> {
  if (!evaluator) {
    const { source, kernels }: WorkerStart = Tinypool.workerData;
    evaluator = createEvaluator(source, kernels);
  }
  return (await evaluator).evaluate(x, y);
}
