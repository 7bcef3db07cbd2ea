// Samples of tasks as flat lists of targets, and how far counts are from what is expected.
import { openStream } from '../../src/math/random.ts';
import type { Batch, Task } from '../../src/tasks/task.ts';
import { batchFor } from './batches.ts';

/** One row that has a target. */
export interface TargetRow {
  /** Step, from 0; T − 1 for targets at the last step. */
  readonly t: number;
  readonly b: number;
  readonly batch: Batch;
  /** Row of the batch's targets. */
  readonly row: number;
}

/** Calls `look` for every target of some batches. */
export function eachTarget(
  task: Task,
  { batches = 20, batchSize = 50, seed = 7 },
  look: (target: TargetRow) => void,
): void {
  const batch = batchFor(task, batchSize);
  const source = task.training(openStream(seed, 'train'));
  for (let i = 0; i < batches; i++) {
    source.next(batch);
    const { sequenceLength: T, batchSize: B, marks } = batch;
    if (task.target.steps === 'lastStep') {
      for (let b = 0; b < B; b++) look({ t: T - 1, b, batch, row: b });
      continue;
    }
    for (let row = 0; row < T * B; row++) {
      if (marks.length > 0 && marks[row] !== 1) continue;
      look({ t: Math.floor(row / B), b: row % B, batch, row });
    }
  }
}

/** Largest deviation of counts from equal shares, in standard deviations of one count. */
export function imbalance(values: readonly number[], kinds: number): number {
  const counts = new Array<number>(kinds).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const share = 1 / kinds;
  const deviation = Math.max(1, Math.sqrt(values.length * share * (1 - share)));
  return Math.max(
    ...counts.slice(0, kinds).map((count) => Math.abs(count - values.length * share) / deviation),
    counts.length > kinds ? Number.POSITIVE_INFINITY : 0,
  );
}

/** Mean of numbers. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
