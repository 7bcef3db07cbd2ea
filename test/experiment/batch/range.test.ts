import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangeValue, roundWithin } from '../../../src/experiment/batch/axes/range.ts';

const valuesOf = (spacing: 'linear' | 'log', from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, index) => rangeValue(spacing, from, to, count - 1, index));

const size = fc.double({ min: 1e-9, max: 1e9, noNaN: true });

describe('ranges', () => {
  test('hit what a person would write', () => {
    expect(valuesOf('log', 1e-4, 1, 5)).toEqual([0.0001, 0.001, 0.01, 0.1, 1]);
    expect(valuesOf('log', 1, 100, 5)).toEqual([1, 3.162, 10, 31.62, 100]);
    expect(valuesOf('linear', 0, 0.3, 4)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(valuesOf('linear', -1, 1, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(valuesOf('linear', 100_000, 100_001, 5)).toEqual([
      ...[100_000, 100_000.25, 100_000.5, 100_000.75, 100_001],
    ]);
  });

  test('have exact ends, rise or fall, and stay near the unrounded value', () => {
    fc.assert(
      fc.property(
        size,
        fc.double({ min: 1.5, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 30 }),
        fc.boolean(),
        fc.constantFrom('linear' as const, 'log' as const),
        (from, ratio, count, falls, spacing) => {
          const ends: [number, number] = falls ? [from * ratio, from] : [from, from * ratio];
          const values = valuesOf(spacing, ...ends, count);
          expect([values[0], values.at(-1)]).toEqual(ends);
          const sorted = [...values].sort((a, b) => (falls ? b - a : a - b));
          expect(values).toEqual(sorted);
          expect(new Set(values).size).toBe(count);
          values.forEach((value, index) => {
            const share = index / (count - 1);
            const exact =
              spacing === 'linear'
                ? ends[0] + share * (ends[1] - ends[0])
                : Math.exp(Math.log(ends[0]) * (1 - share) + Math.log(ends[1]) * share);
            expect(Math.abs(value / exact - 1)).toBeLessThan(5e-3);
          });
        },
      ),
    );
  });

  test('are rounded to as few digits as the tolerance allows', () => {
    expect(roundWithin(0.031622, 1e-3)).toBe(0.0316);
    expect(roundWithin(0.031622, 1e-5)).toBe(0.03162);
    expect(roundWithin(1 / 3, 0)).toBe(1 / 3);
  });
});
