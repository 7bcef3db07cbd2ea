// Evaluation: the training's forward pass over other data, with its own random stream.
import { openStream, type RandomStream } from '../math/random.ts';
import type { Network } from '../model/network.ts';
import type { BatchSource, EvaluationSplit, Task } from '../tasks/task.ts';
import type { Evaluation, EvaluationProgressEvent, LengthEvaluation } from './events.ts';

/** What to evaluate on. */
export interface EvaluationRequest {
  readonly split: EvaluationSplit;
  /** Updates done; names the random stream together with seed and split. */
  readonly step: number;
  readonly seed: number;
  /** Sequences to draw, for tasks that draw; of each length where there are several. */
  readonly size: number;
  /** Lengths to look at, for tasks that draw; without it those the task draws. */
  readonly lengths?: readonly number[] | undefined;
  /** Largest B, as planned. */
  readonly batchSize: number;
}

/** Sums over the targets so far. */
interface Totals {
  loss: number;
  wrong: number;
  count: number;
}

const noTotals = (): Totals => ({ loss: 0, wrong: 0, count: 0 });

/**
 * Evaluates batch by batch with a sign of life after each; parameters, training streams and the
 * training's carried state stay as they are. Each of several lengths has a random stream of its own, so
 * that what is found at one does not depend on the others.
 * @returns null where the task has no data for the split
 */
export function* evaluate(
  network: Network,
  task: Task,
  { split, step, seed, size, lengths, batchSize }: EvaluationRequest,
): Generator<EvaluationProgressEvent, Evaluation | null> {
  const name = `evaluate/${split}/${step}`;
  const open = (stream: RandomStream, length?: number) =>
    task.evaluation(split, stream, size, length);
  const all = noTotals();
  const found: LengthEvaluation[] = [];
  for (const length of lengths ?? [undefined]) {
    const stream = openStream(seed, length === undefined ? name : `${name}/${length}`);
    const source = open(stream, length);
    if (!source) return null;
    const totals = noTotals();
    for (const _ of passOver(source, network, task, batchSize, totals)) {
      yield { type: 'evaluationProgress', step, count: all.count + totals.count };
    }
    all.loss += totals.loss;
    all.wrong += totals.wrong;
    all.count += totals.count;
    if (length !== undefined && totals.count > 0) found.push({ length, ...meansOf(totals, task) });
  }
  if (all.count === 0) return null;
  const { loss, error, count } = meansOf(all, task);
  return {
    split,
    loss,
    error,
    ...(task.perCharacter ? { bitsPerCharacter: loss / Math.LN2 } : {}),
    count,
    ...(lengths ? { lengths: found } : {}),
  };
}

/** Runs the batches of a source and adds up; yields after each. */
function* passOver(
  source: BatchSource,
  network: Network,
  { isWrong }: Task,
  batchSize: number,
  totals: Totals,
): Generator<void, void> {
  const { batch } = network;
  batch.batchSize = batchSize;
  while (source.next(batch)) {
    const loss = network.forward('evaluate');
    const { elements, start, stride, rows, rowOf } = network.outputs();
    totals.loss += loss * rows;
    if (isWrong) {
      for (let n = 0; n < rows; n++) {
        if (isWrong(elements, start + n * stride, batch, rowOf(n))) totals.wrong++;
      }
    }
    totals.count += rows;
    yield;
  }
}

function meansOf({ loss, wrong, count }: Totals, { isWrong }: Task) {
  return { loss: loss / count, error: isWrong ? wrong / count : null, count };
}
