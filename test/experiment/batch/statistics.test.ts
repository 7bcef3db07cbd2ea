// Statistics where values are missing, infinite or many; their numbers are in test/golden.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  medianSteps,
  type StepsToSolve,
} from '../../../src/experiment/batch/statistics/medianSteps.ts';
import { describeSample } from '../../../src/experiment/batch/statistics/sample.ts';
import { signTest } from '../../../src/experiment/batch/statistics/signTest.ts';
import { wilsonInterval } from '../../../src/experiment/batch/statistics/wilsonInterval.ts';

const solved = (step: number): StepsToSolve => ({ type: 'solved', step });
const unsolved = (step: number): StepsToSolve => ({ type: 'unsolved', step });
const never: StepsToSolve = { type: 'never' };

describe('the median of steps to solve', () => {
  test.each<[string, StepsToSolve[], ReturnType<typeof medianSteps>]>([
    ['of nothing is nothing', [], null],
    ['of two is their mean', [solved(4), solved(2)], { value: 3, unsolvedAfter: null }],
    [
      'stays finite while fewer than half did not solve',
      [unsolved(10), solved(9), solved(2)],
      { value: 9, unsolvedAfter: null },
    ],
    [
      'counts a run that stopped early as infinite all the same',
      [unsolved(1), solved(9), solved(2)],
      { value: 9, unsolvedAfter: null },
    ],
    [
      'is infinite where half did not solve, beyond the steps of the run in the middle',
      [solved(5), unsolved(100)],
      { value: Number.POSITIVE_INFINITY, unsolvedAfter: 100 },
    ],
    [
      'has no steps to lie beyond where the run in the middle diverged',
      [never, solved(5), never],
      { value: Number.POSITIVE_INFINITY, unsolvedAfter: null },
    ],
    [
      'takes diverged runs for worse than unsolved ones',
      [never, unsolved(100), solved(5)],
      { value: Number.POSITIVE_INFINITY, unsolvedAfter: 100 },
    ],
  ])('%s', (_, runs, wanted) => {
    expect(medianSteps(runs)).toEqual(wanted);
  });
});

describe('a sample', () => {
  test('counts what is not finite and leaves it out', () => {
    const values = [1, Number.NaN, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(describeSample(values)).toEqual({
      count: 2,
      nonFiniteCount: 3,
      mean: 2,
      deviation: Math.SQRT2,
    });
  });

  test('without a finite value has neither mean nor deviation', () => {
    const nothing = { mean: null, deviation: null };
    expect(describeSample([])).toEqual({ count: 0, nonFiniteCount: 0, ...nothing });
    expect(describeSample([Number.NaN])).toEqual({ count: 0, nonFiniteCount: 1, ...nothing });
  });

  test('has the same bits in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), fc.nat(), (values, turn) => {
        const at = turn % (values.length + 1);
        const other = [...values.slice(at).reverse(), ...values.slice(0, at)];
        expect(describeSample(other)).toEqual(describeSample(values));
      }),
    );
  });
});

describe('the sign test', () => {
  /** Σ C(n, i) in whole numbers without end, rounded once. */
  function exact(wins: number, losses: number): number {
    const n = wins + losses;
    let term = 1n;
    let sum = 0n;
    for (let i = 0; i <= Math.min(wins, losses); i++) {
      sum += term;
      term = (term * BigInt(n - i)) / BigInt(i + 1);
    }
    const scale = 10n ** 30n;
    return Math.min(1, Number((2n * sum * scale) / (1n << BigInt(n))) / 1e30);
  }

  test('is the sum of binomial coefficients', () => {
    const count = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(count, count, (wins, losses) => {
        const wanted = exact(wins, losses);
        expect(Math.abs(signTest(wins, losses) - wanted)).toBeLessThan(1e-12 * wanted + 1e-29);
      }),
    );
  });

  test('does not leave the numbers there are for many pairs', () => {
    expect(signTest(10_000, 10_000)).toBe(1);
    expect(signTest(20_000, 0)).toBe(0);
    expect(signTest(10_100, 9900)).toBeCloseTo(0.15938, 4);
  });
});

test("Wilson's interval holds the share and stays within 0 and 1", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  const case_ = fc
    .integer({ min: 1, max: 10_000 })
    .chain((count) => fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count)));
  fc.assert(
    fc.property(case_, ([successCount, count]) => {
      const { fraction, low, high } = wilsonInterval(successCount, count) ?? {
        fraction: 0,
        low: 1,
        high: 0,
      };
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low <= fraction && fraction <= high).toBe(true);
    }),
  );
});
