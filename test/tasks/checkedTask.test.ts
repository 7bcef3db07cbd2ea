import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/math/configurationError.ts';
import { openStream } from '../../src/math/random.ts';
import { checkedTask } from '../../src/tasks/checkedTask.ts';
import type { Batch, Task } from '../../src/tasks/task.ts';
import { temporalOrder } from '../../src/tasks/temporalOrder.ts';
import { batchFor } from './batches.ts';

const task = temporalOrder.create({ type: 'temporalOrder', length: 20 });

/** The task with something done to each batch after it was filled. */
function spoilt(spoil: (batch: Batch) => void): Task {
  const spoilSource = (source: ReturnType<Task['training']>): ReturnType<Task['training']> => ({
    ...source,
    next(batch) {
      const filled = source.next(batch);
      spoil(batch);
      return filled;
    },
  });
  return checkedTask({
    ...task,
    training: (stream) => spoilSource(task.training(stream)),
    evaluation(split, stream, size) {
      const source = task.evaluation(split, stream, size);
      return source && spoilSource(source);
    },
  });
}

const stream = () => openStream(1, 'train');

describe('a checked task', () => {
  test('draws what the task draws', () => {
    const [plain, checked] = [batchFor(task, 3), batchFor(task, 3)];
    const expected = task.training(stream());
    expected.next(plain);
    const source = checkedTask(task).training(stream());
    expect(source.next(checked)).toBe(true);
    expect(checked.symbols).toEqual(plain.symbols);
    expect(source.state()).toEqual(expected.state());
  });

  test('says when its evaluation is over', () => {
    const source = checkedTask(task).evaluation('test', stream(), 3);
    const batch = batchFor(task, 3);
    expect([source?.next(batch), source?.next(batch)]).toEqual([true, false]);
  });

  test('refuses training that comes to an end', () => {
    const ending: Task = {
      ...task,
      training: () => ({ ...task.training(stream()), next: () => false }),
    };
    expect(() => checkedTask(ending).training(stream()).next(batchFor(task, 3))).toThrow(
      'task: training batches must not come to an end',
    );
  });

  test.each<[string, (batch: Batch) => void]>([
    [
      'symbol in row 7 to be a whole number from 0 to 5, got 6',
      (batch) => batch.symbols.fill(6, 7),
    ],
    ['symbol in row 0 to be a whole number from 0 to 5, got -1', (batch) => batch.symbols.fill(-1)],
    ['class in row 2 to be a whole number from 0 to 3, got 4', (batch) => batch.classes.fill(4, 2)],
    [
      'sequenceLength to be a whole number from 1 to 20, got 21',
      (batch) => {
        batch.sequenceLength = 21;
      },
    ],
    [
      'batchSize to be a whole number from 1 to 3, got 4',
      (batch) => {
        batch.batchSize = 4;
      },
    ],
  ])('refuses in training and evaluation: %s', (message, spoil) => {
    const batch = () => batchFor(task, 3);
    const training = spoilt(spoil).training(stream());
    const evaluation = spoilt(spoil).evaluation('validation', stream(), 9);
    expect(() => training.next(batch())).toThrow(ConfigurationError);
    expect(() => training.next(batch())).toThrow(`task: expected ${message}`);
    expect(() => evaluation?.next(batch())).toThrow(`task: expected ${message}`);
  });
});
