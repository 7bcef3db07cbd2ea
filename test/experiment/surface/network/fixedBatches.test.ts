// The batches of a surface, of sequences that differ in length and in what of them has a target.
import { expect, test } from 'vitest';
import { fixBatches } from '../../../../src/experiment/surface/network/fixedBatches.ts';
import { sequences } from '../../../../src/tasks/sequences.ts';
import type { Task, TaskFile } from '../../../../src/tasks/task.ts';
import { wholeFile } from '../../../helpers/taskFiles.ts';
import { batchFor } from '../../../tasks/batches.ts';

/** Sequences of these lengths, each of the symbol that is its length. */
function taskOf(lengths: readonly number[], steps: 'lastStep' | 'everyStep'): Task {
  const lines = lengths.map((length) => {
    const input = new Array(length).fill(length);
    return JSON.stringify({ input, target: steps === 'lastStep' ? 1 : input.map(() => 1) });
  });
  const [file] = wholeFile(lines.join('\n')) as [TaskFile];
  return sequences.create(
    {
      type: 'sequences',
      file: { training: 'a.jsonl', validation: 'a.jsonl' },
      inputs: { symbols: 10 },
      targets: { type: 'classes', size: 2, steps },
      length: 9,
    },
    (['training', 'validation'] as const).map((split) => ({ ...file, split })),
  );
}

const request = { seed: 1, sequenceCount: 5, batchSize: 2 };

test('weigh as much as they have targets', () => {
  const every = taskOf([1, 4, 2, 2, 3], 'everyStep');
  expect(fixBatches(batchFor(every, 2), every, request).weights).toEqual([5 / 12, 4 / 12, 3 / 12]);
  const last = taskOf([1, 4, 2, 2, 3], 'lastStep');
  expect(fixBatches(batchFor(last, 2), last, request).weights).toEqual([2 / 5, 2 / 5, 1 / 5]);
});

test('of marked steps weigh as much as they have marks, and come back with them', () => {
  const every = taskOf([3, 3, 3], 'everyStep');
  let marked = 0;
  const task: Task = {
    ...every,
    target: { ...every.target, steps: 'markedSteps' },
    evaluation(split, stream, size) {
      const source = every.evaluation(split, stream, size);
      if (!source) return null;
      const next: typeof source.next = (batch) => {
        if (!source.next(batch)) return false;
        batch.marks.fill(0).fill(1, 0, ++marked);
        return true;
      };
      return { ...source, next };
    },
  };
  const batch = batchFor(task, 2);
  const fixed = fixBatches(batch, task, request);
  expect(fixed.weights).toEqual([1 / 3, 2 / 3]);
  fixed.load(0);
  expect([...batch.marks]).toEqual([1, 0, 0, 0, 0, 0]);
});

test('come back with the lengths they were drawn with', () => {
  const task = taskOf([1, 4, 2, 2, 3], 'everyStep');
  const batch = batchFor(task, 2);
  const fixed = fixBatches(batch, task, request);
  const seen = [0, 2, 1, 0].map((index) => {
    fixed.load(index);
    const { batchSize, sequenceLength, lengths, symbols } = batch;
    return [sequenceLength, [...lengths.subarray(0, batchSize)], symbols[0]];
  });
  expect(seen).toEqual([
    [4, [1, 4], 1],
    [3, [3], 3],
    [2, [2, 2], 2],
    [4, [1, 4], 1],
  ]);
});
