import { expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { addition } from '../../src/tasks/addition.ts';
import { batchFor, inputsOf } from './batches.ts';

interface Sequence {
  readonly marks: readonly number[];
  readonly values: readonly number[];
  readonly markChannel: readonly number[];
  readonly target: number;
}

function sample(length: number, batches: number): Sequence[] {
  const task = addition.create({ type: 'addition', length });
  const batch = batchFor(task, 50);
  const source = task.training(openStream(5, 'train'));
  return Array.from({ length: batches }).flatMap(() => {
    source.next(batch);
    return Array.from({ length: 50 }, (_, b) => {
      const inputs = inputsOf(task, batch, b);
      return {
        marks: inputs.flatMap(([mark], t) => (mark === 1 ? [t] : [])),
        values: inputs.map(([, value]) => value!),
        markChannel: inputs.map(([mark]) => mark!),
        target: batch.values[b * batch.valueStride]!,
      };
    });
  });
}

test.each([10, 20, 50, 100])('marks one step in [0, .1T) and one in [.1T, .5T) at T = %i', (T) => {
  const sequences = sample(T, 60);
  const taken = (which: number) => new Set(sequences.map(({ marks }) => marks[which]!));
  for (const { marks, markChannel } of sequences) {
    expect(marks).toHaveLength(2);
    expect(markChannel.filter((mark) => mark === 0)).toHaveLength(T - 2);
  }
  expect([...taken(0)].sort((a, b) => a - b)).toEqual(Array.from({ length: T / 10 }, (_, t) => t));
  expect([...taken(1)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: (4 * T) / 10 }, (_, t) => T / 10 + t),
  );
});

test('the target is half the sum of the two marked values', () => {
  for (const { marks, values, target } of sample(30, 10)) {
    expect(target).toBe((values[marks[0]!]! + values[marks[1]!]!) / 2);
  }
});

test('values are uniform in [0, 1)', () => {
  const values = sample(50, 40).flatMap((sequence) => sequence.values);
  expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(1 / 2, 2);
  expect(square).toBeCloseTo(1 / 12, 2);
  const tenths = Array.from(
    { length: 10 },
    (_, i) => values.filter((value) => Math.floor(10 * value) === i).length,
  );
  for (const count of tenths) {
    expect(Math.abs(count / values.length - 0.1)).toBeLessThan(0.005);
  }
});

test('a wrong answer is off by more than 0.2', () => {
  const task = addition.create({ type: 'addition', length: 20 });
  const batch = batchFor(task, 2);
  batch.values[batch.valueStride] = 0.5;
  const isWrong = (output: number) => task.isWrong?.([9, 9, output], 2, batch, 1);
  expect([0.3001, 0.5, 0.6999].map(isWrong)).toEqual([false, false, false]);
  expect([0.2999, 0.7001, -1, 9].map(isWrong)).toEqual([true, true, true, true]);
});

test('a wrong answer is off by more than the tolerance', () => {
  const task = addition.create({ type: 'addition', length: 20, tolerance: 0.04 });
  const batch = batchFor(task, 1);
  batch.values[0] = 0.5;
  const isWrong = (output: number) => task.isWrong?.([output], 0, batch, 0);
  expect([0.4601, 0.5, 0.5399].map(isWrong)).toEqual([false, false, false]);
  expect([0.4599, 0.5401].map(isWrong)).toEqual([true, true]);
});

test('an output that is not a number is wrong', () => {
  const task = addition.create({ type: 'addition', length: 20 });
  const batch = batchFor(task, 1);
  expect(task.isWrong?.([Number.NaN], 0, batch, 0)).toBe(true);
  expect(task.isWrong?.([Number.POSITIVE_INFINITY], 0, batch, 0)).toBe(true);
});

test('the constant ½ is wrong in 36% and has a mean squared error of 1/24', () => {
  const errors = sample(20, 400).map(({ target }) => target - 0.5);
  const wrong = errors.filter((error) => error * error > 0.04).length / errors.length;
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  expect(Math.abs(wrong - 0.36)).toBeLessThan(4 * Math.sqrt((0.36 * 0.64) / errors.length));
  expect(Math.abs(meanSquare - 1 / 24)).toBeLessThan(0.002);
});
