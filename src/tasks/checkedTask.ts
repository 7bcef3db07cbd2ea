// A guard around a user's own task: what it writes is checked batch by batch, since a symbol out of
// range would read and write memory of something else.
import { ConfigurationError } from '../math/configurationError.ts';
import type { Batch, BatchSource, Task } from './task.ts';

/**
 * Wraps a task so that each of its batches is checked.
 * @returns the same task otherwise; its sources throw ConfigurationError where a length, a batch
 * size, a symbol or a class is out of range, or where training ends
 */
export function checkedTask(task: Task): Task {
  return {
    ...task,
    training: (stream, from) => endless(checkedSource(task, task.training(stream, from))),
    evaluation(split, stream, size, length) {
      const source = task.evaluation(split, stream, size, length);
      return source && checkedSource(task, source);
    },
  };
}

function checkedSource(task: Task, source: BatchSource): BatchSource {
  return {
    state: () => source.state(),
    next(batch) {
      const largest = batch.batchSize;
      if (!source.next(batch)) return false;
      checkBatch(task, batch, largest);
      return true;
    },
  };
}

function endless(source: BatchSource): BatchSource {
  return {
    ...source,
    next(batch) {
      if (source.next(batch)) return true;
      throw new ConfigurationError('task: training batches must not come to an end');
    },
  };
}

function checkBatch(
  { input, target, maximumLength, variableLengths }: Task,
  batch: Batch,
  largest: number,
): void {
  const { sequenceLength: T, batchSize: B } = batch;
  checkWhole('sequenceLength', T, 1, maximumLength);
  checkWhole('batchSize', B, 1, largest);
  if (variableLengths) {
    for (let b = 0; b < B; b++) checkWhole(`length of sequence ${b}`, batch.lengths[b]!, 1, T);
  }
  if (target.steps === 'markedSteps') checkRows('mark', batch.marks, T * B, 2);
  const targetRows = target.steps === 'lastStep' ? B : T * B;
  if (input.kind === 'index') checkRows('symbol', batch.symbols, T * B, input.size);
  if (target.kind === 'class') checkRows('class', batch.classes, targetRows, target.size);
}

function checkRows(what: string, values: Int32Array, rows: number, size: number): void {
  for (let n = 0; n < rows; n++) checkWhole(`${what} in row ${n}`, values[n]!, 0, size - 1);
}

function checkWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ConfigurationError(
    `task: expected ${what} to be a whole number from ${least} to ${most}, got ${value}`,
  );
}
