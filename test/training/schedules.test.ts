// Learning-rate schedules against their definitions, and what a warm-up does to another.
import { describe, expect, test } from 'vitest';
import { type ScheduleOptions, scheduleOf } from '../../src/training/schedules/index.ts';

/** Factors of updates 1, 2, … `count`; `losses` are validations by the number of updates done. */
function factors(
  options: ScheduleOptions,
  count: number,
  losses: Readonly<Record<number, number>> = {},
): number[] {
  const schedule = scheduleOf(options);
  const state = schedule.start(options);
  const list = [state.factor];
  for (let done = 1; done < count; done++) {
    schedule.afterUpdate(options, state, done);
    const loss = losses[done];
    if (loss !== undefined) schedule.afterValidation?.(options, state, done, loss);
    list.push(state.factor);
  }
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

test('inverseTime divides it by a growing number', () => {
  expect(factors({ type: 'inverseTime', decay: 1 }, 4)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
});

test('cosine falls along half a wave and stays at its minimum', () => {
  const list = factors({ type: 'cosine', steps: 4, minimumFactor: 0.2 }, 8);
  const expected = [1, 0.6 + 0.4 * Math.SQRT1_2, 0.6, 0.6 - 0.4 * Math.SQRT1_2, 0.2, 0.2, 0.2, 0.2];
  list.forEach((factor, i) => {
    expect(factor).toBeCloseTo(expected[i]!, 15);
  });
  expect(list.slice(4)).toEqual([0.2, 0.2, 0.2, 0.2]);
});

describe('halveOnRise', () => {
  const options = { type: 'halveOnRise', factor: 0.5 } as const;

  test('changes the rate where a validation loss lies above the one before it', () => {
    const losses = { 1: 3, 2: 2, 3: 2.5, 4: 2.25, 5: 2.4, 6: 2.4 };
    expect(factors(options, 8, losses)).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]);
  });

  test('keeps it where nothing was validated before, or the loss is not a number', () => {
    expect(factors(options, 5, { 1: Infinity, 2: NaN, 3: 9 })).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('linearWarmup', () => {
  test('rises to the whole rate in its last update', () => {
    const options = { type: 'linearWarmup', steps: 4, next: { type: 'constant' } } as const;
    expect(factors(options, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    expect(factors({ ...options, steps: 1 }, 3)).toEqual([1, 1, 1]);
  });

  test.each([
    { type: 'step', every: 2, factor: 0.5 },
    { type: 'exponential', decay: 0.75 },
    { type: 'cosine', steps: 5, minimumFactor: 0.1 },
    { type: 'inverseTime', decay: 0.5 },
  ] as const)('then does as $type does from its start', (next) => {
    const warmed = factors({ type: 'linearWarmup', steps: 3, next }, 12);
    expect(warmed.slice(3)).toEqual(factors(next, 9));
  });

  test('lets the schedule after it see the validations from its end on', () => {
    const next = { type: 'halveOnRise', factor: 0.5 } as const;
    const options = { type: 'linearWarmup', steps: 2, next } as const;
    expect(factors(options, 6, { 1: 1, 2: 5, 3: 6, 4: 4 })).toEqual([0.5, 1, 1, 0.5, 0.5, 0.5]);
  });
});
