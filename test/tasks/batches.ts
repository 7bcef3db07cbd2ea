// A task's batch in memory, and its sequences as plain lists, to look at tasks without training.
import { ArenaPlan } from '../../src/math/arena.ts';
import { createBatch, planBatch } from '../../src/model/batch.ts';
import type { Batch, BatchSource, Task } from '../../src/tasks/task.ts';

/** Makes the batch a network would hand to a task, in f64. */
export function batchFor(task: Task, batchSize: number): Batch {
  const plan = new ArenaPlan('f64');
  const { input, target, maximumLength, variableLengths = false } = task;
  const place = planBatch(plan, {
    input,
    target,
    variableLengths,
    needsValues: target.kind === 'value',
    sequenceLength: maximumLength,
    batchSize,
  });
  return createBatch(place, plan.allocate());
}

/** One sequence of an index task. */
export interface SymbolSequence {
  readonly symbols: readonly number[];
  /** One class, or one per step. */
  readonly classes: readonly number[];
}

/** Copies the sequences of a batch of symbols and classes. */
export function symbolSequences(task: Task, batch: Batch): SymbolSequence[] {
  const { sequenceLength: T, batchSize: B } = batch;
  const steps = task.target.steps === 'lastStep' ? 1 : T;
  const column = (rows: Int32Array, count: number, b: number) =>
    Array.from({ length: count }, (_, t) => rows[t * B + b]!);
  return Array.from({ length: B }, (_, b) => ({
    symbols: column(batch.symbols, T, b),
    classes: column(batch.classes, steps, b),
  }));
}

/** Copies the dense inputs of sequence b, one list per step. */
export function inputsOf(task: Task, batch: Batch, b: number): number[][] {
  return Array.from({ length: batch.sequenceLength }, (_, t) => {
    const at = (t * batch.batchSize + b) * batch.inputStride;
    return [...batch.inputs.subarray(at, at + task.input.size)];
  });
}

/** Fills a batch until the source is empty; calls `look` after each and returns how often. */
export function drain(
  source: BatchSource | null,
  batch: Batch,
  batchSize: number,
  look: () => void,
): number {
  if (!source) throw new Error('no such data');
  let count = 0;
  batch.batchSize = batchSize;
  while (source.next(batch)) {
    look();
    count++;
  }
  return count;
}
