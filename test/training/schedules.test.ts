import { expect, test } from 'vitest';
import { nextFactor, type ScheduleOptions } from '../../src/training/schedules.ts';

/** Factors of updates 1, 2, … `count`. */
function factors(options: ScheduleOptions, count: number): number[] {
  const list = [1];
  while (list.length < count) list.push(nextFactor(options, list.at(-1)!, list.length));
  return list;
}

test('constant keeps the learning rate', () => {
  expect(factors({ type: 'constant' }, 5)).toEqual([1, 1, 1, 1, 1]);
});

test('step changes it after every so many updates, not before', () => {
  expect(factors({ type: 'step', every: 3, factor: 0.5 }, 10)).toEqual([
    1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125,
  ]);
});

test('step with an interval of one changes it at every update', () => {
  expect(factors({ type: 'step', every: 1, factor: 2 }, 5)).toEqual([1, 2, 4, 8, 16]);
});

test('exponential multiplies it at every update', () => {
  expect(factors({ type: 'exponential', decay: 0.5 }, 5)).toEqual([1, 0.5, 0.25, 0.125, 0.0625]);
  const thousandth = factors({ type: 'exponential', decay: 0.999 }, 1001).at(-1)!;
  expect(thousandth / 0.999 ** 1000).toBeCloseTo(1, 12);
});
