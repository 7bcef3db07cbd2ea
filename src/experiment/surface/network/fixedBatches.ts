// The batches a surface's loss is taken over: drawn once, then the same for every point.
import { ConfigurationError } from '../../../math/configurationError.ts';
import { openStream } from '../../../math/random.ts';
import type { Batch, Task } from '../../../tasks/task.ts';

/** Batches that never change. */
export interface FixedBatches {
  /** Share of each batch's target rows in those of all; they sum to 1. */
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
  const rowsOf = ({ batchSize: B, sequenceLength: T }: Batch): number =>
    task.target.steps === 'lastStep' ? B : T * B;
  const rows = drawn.reduce((sum, one) => sum + rowsOf(one), 0);
  let loaded = -1;
  return {
    weights: drawn.map((one) => rowsOf(one) / rows),
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
    },
  };
}

function copyOf(batch: Batch): Batch {
  const { symbols, inputs, values, classes } = batch;
  return {
    ...batch,
    symbols: symbols.slice(),
    inputs: inputs.slice(),
    values: values.slice(),
    classes: classes.slice(),
  };
}
