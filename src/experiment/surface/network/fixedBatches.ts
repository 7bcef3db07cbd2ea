// The batches a surface's loss is taken over: drawn once, then the same for every point.
import { ConfigurationError } from '../../../math/configurationError.ts';
import { openStream } from '../../../math/random.ts';
import type { Batch, Task } from '../../../tasks/task.ts';

/** Batches that never change. */
export interface FixedBatches {
  /** Share of each batch's targets in those of all; they sum to 1. */
  readonly weights: readonly number[];
  /** Puts a batch where the network works. */
  load(index: number): void;
}

/** What to draw. */
export interface FixedBatchesRequest {
  readonly seed: number;
  /** Sequences in all; where the task walks through data, rounded up to whole batches. */
  readonly sequenceCount: number;
  /** Sequences in a batch. */
  readonly batchSize: number;
}

/**
 * Draws batches as an evaluation on validation data does, from the random stream `surface`. Every
 * batch starts from the initial state, one that would go on from the batch before too: the gradient
 * of a carried state ends where the batch begins, and would not be that of the loss.
 * @param batch where the network works
 * @throws ConfigurationError if the task has no validation data
 */
export function fixBatches(batch: Batch, task: Task, request: FixedBatchesRequest): FixedBatches {
  const { seed, sequenceCount, batchSize } = request;
  const source = task.evaluation('validation', openStream(seed, 'surface'), sequenceCount);
  const drawn: Batch[] = [];
  let count = 0;
  batch.batchSize = batchSize;
  while (source && count < sequenceCount && source.next(batch)) {
    drawn.push(copyOf(batch));
    count += batch.batchSize;
    batch.batchSize = batchSize;
  }
  if (drawn.length === 0) {
    throw new ConfigurationError(
      'surface: there are no validation data to take the loss over; raise task.split.validation',
    );
  }
  const targets = drawn.map((one) => countTargets(one, task));
  const targetCount = targets.reduce((sum, one) => sum + one, 0);
  let loaded = -1;
  return {
    weights: targets.map((one) => one / targetCount),
    load(index) {
      const from = drawn[index];
      if (!from) throw new RangeError(`surface: batch ${index} of ${drawn.length}`);
      // Passes read a batch and leave it as it is.
      if (index === loaded) return;
      loaded = index;
      batch.sequenceLength = from.sequenceLength;
      batch.batchSize = from.batchSize;
      batch.carryState = false;
      batch.symbols.set(from.symbols);
      batch.inputs.set(from.inputs);
      batch.values.set(from.values);
      batch.classes.set(from.classes);
      batch.lengths.set(from.lengths);
      batch.marks.set(from.marks);
    },
  };
}

function copyOf(batch: Batch): Batch {
  const { symbols, inputs, values, classes, lengths, marks } = batch;
  return {
    ...batch,
    symbols: symbols.slice(),
    inputs: inputs.slice(),
    values: values.slice(),
    classes: classes.slice(),
    lengths: lengths.slice(),
    marks: marks.slice(),
  };
}

/** Rows that have a target: within their sequence, and marked where only those have one. */
function countTargets(batch: Batch, { target: { steps }, variableLengths }: Task): number {
  const { sequenceLength: T, batchSize: B, lengths, marks } = batch;
  if (steps === 'lastStep') return B;
  let count = 0;
  for (let b = 0; b < B; b++) {
    const length = (variableLengths ? lengths[b] : undefined) ?? T;
    for (let t = 0; t < length; t++) if (steps === 'everyStep' || marks[t * B + b] === 1) count++;
  }
  return count;
}
