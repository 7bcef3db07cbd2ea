import { expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { toy } from '../../src/tasks/toy.ts';
import { batchFor, inputsOf } from './batches.ts';

test.each(['lecture', 'paper'] as const)(
  'the %s form feeds 1 at each step and asks for the target',
  (form) => {
    const task = toy.create({ type: 'toy', form, length: 50, target: 0.7 });
    const batch = batchFor(task, 3);
    task.training(openStream(1, 'train')).next(batch);
    expect(batch.sequenceLength).toBe(50);
    for (const b of [0, 1, 2]) {
      expect(inputsOf(task, batch, b)).toEqual(Array.from({ length: 50 }, () => [1]));
      expect(batch.values[b * batch.valueStride]).toBe(0.7);
    }
  },
);

test.each([
  ['lecture', 'wr', 'wi'],
  ['paper', 'w', 'b'],
] as const)('the %s form watches %s in Whh and %s in Wxh', (form, recurrent, input) => {
  expect(toy.create({ type: 'toy', form, length: 50, target: 0.7 }).watched).toEqual([
    { name: recurrent, tensor: 'layers.0.Whh' },
    { name: input, tensor: 'layers.0.Wxh' },
  ]);
});

test('draws nothing and has no rule of right and wrong', () => {
  const task = toy.create({ type: 'toy', form: 'lecture', length: 5, target: 0.7 });
  const stream = openStream(1, 'train');
  const before = stream.state();
  task.training(stream).next(batchFor(task, 1));
  expect(stream.state()).toEqual(before);
  expect(task.isWrong).toBeUndefined();
});
