// The data of a split as rows one after the other, read without a network.
import { openStream } from '../../math/random.ts';
import type { Batch, EvaluationSplit, Task } from '../../tasks/task.ts';

/** One step of a split's data. */
export interface SplitRow {
  /** [I] */
  readonly inputs: ArrayLike<number>;
  /** [O] */
  readonly targets: ArrayLike<number>;
  /** Whether a sequence begins here. */
  readonly isFirst: boolean;
}

/** A batch of one sequence, in memory of its own; numbers in double precision. */
function batchOfOne({ input, target, maximumLength, variableLengths = false }: Task): Batch {
  const T = maximumLength;
  const perRow = target.steps === 'lastStep' ? 1 : T;
  return {
    sequenceLength: T,
    batchSize: 1,
    carryState: false,
    window: null,
    symbols: new Int32Array(input.kind === 'index' ? T : 0),
    inputs: new Float64Array(input.kind === 'dense' ? T * input.size : 0),
    inputStride: input.size,
    values: new Float64Array(target.kind === 'value' ? perRow * target.size : 0),
    valueStride: target.size,
    lengths: new Int32Array(variableLengths ? 1 : 0).fill(T),
    marks: new Int32Array(target.steps === 'markedSteps' ? T : 0),
    classes: new Int32Array(target.kind === 'class' ? perRow : 0),
  };
}

/**
 * Walks through the data of a split whose inputs and targets are rows of numbers at every step.
 * @returns nothing where the task has no such data
 */
export function* splitRows(task: Task, split: EvaluationSplit): Generator<SplitRow, void> {
  // Data of files are read in order: nothing is drawn from the stream.
  const source = task.evaluation(split, openStream(0, 'unused'), 0);
  const batch = batchOfOne(task);
  for (;;) {
    batch.batchSize = 1;
    if (!source?.next(batch)) return;
    const { carryState, inputStride, valueStride } = batch;
    const steps = batch.lengths[0] ?? batch.sequenceLength;
    for (let t = 0; t < steps; t++) {
      yield {
        inputs: batch.inputs.slice(t * inputStride, (t + 1) * inputStride),
        targets: batch.values.slice(t * valueStride, (t + 1) * valueStride),
        isFirst: t === 0 && !carryState,
      };
    }
  }
}
