// Evaluation: the training's forward pass over other data, with its own random stream.
import { openStream } from '../math/random.ts';
import type { Network } from '../model/network.ts';
import type { EvaluationSplit, Task } from '../tasks/task.ts';
import type { Evaluation, EvaluationProgressEvent } from './events.ts';

/** What to evaluate on. */
export interface EvaluationRequest {
  readonly split: EvaluationSplit;
  /** Updates done; names the random stream together with seed and split. */
  readonly step: number;
  readonly seed: number;
  /** Sequences to draw, for tasks that draw. */
  readonly size: number;
  /** Largest B, as planned. */
  readonly batchSize: number;
}

/**
 * Evaluates batch by batch with a sign of life after each; parameters, training streams and the
 * training's carried state stay as they are.
 * @returns null where the task has no data for the split
 */
export function* evaluate(
  network: Network,
  task: Task,
  { split, step, seed, size, batchSize }: EvaluationRequest,
): Generator<EvaluationProgressEvent, Evaluation | null> {
  const stream = openStream(seed, `evaluate/${split}/${step}`);
  const source = task.evaluation(split, stream, size);
  if (!source) return null;
  const { batch } = network;
  let lossSum = 0;
  let wrong = 0;
  let count = 0;
  batch.batchSize = batchSize;
  while (source.next(batch)) {
    const loss = network.forward('evaluate');
    const { elements, start, stride, rows, rowOf } = network.outputs();
    lossSum += loss * rows;
    if (task.isWrong) {
      for (let n = 0; n < rows; n++) {
        if (task.isWrong(elements, start + n * stride, batch, rowOf(n))) wrong++;
      }
    }
    count += rows;
    yield { type: 'evaluationProgress', step, count };
  }
  if (count === 0) return null;
  const loss = lossSum / count;
  return {
    split,
    loss,
    error: task.isWrong ? wrong / count : null,
    ...(task.perCharacter ? { bitsPerCharacter: loss / Math.LN2 } : {}),
    count,
  };
}
