import { describe, expect, it } from 'vitest';
import { colorRange } from '../../../src/report/surface/colorRange.ts';

describe('colorRange', () => {
  it('spans the finite numbers', () => {
    const range = colorRange([3, Number.NaN, -1, Number.POSITIVE_INFINITY, 1], 'linear');
    expect([range.min, range.max]).toEqual([-1, 3]);
    expect([-1, 0, 3].map(range.shareOf)).toEqual([0, 0.25, 1]);
    expect(range.shareOf(Number.POSITIVE_INFINITY)).toBeNaN();
    expect([0, 0.25, 1].map(range.valueAt)).toEqual([-1, 0, 3]);
  });

  it('spans the numbers above 0 by logarithm, from the smallest itself', () => {
    for (const low of [0.00141, 3e-7, 0.1, 7e-5, 2.11e-3]) {
      const range = colorRange([1, low, 0, -5], 'log');
      expect([range.min, range.max]).toEqual([low, 1]);
      expect(range.shareOf(Math.sqrt(low))).toBeCloseTo(0.5, 12);
      expect(range.shareOf(0)).toBe(0);
    }
  });

  it('shows twelve decades at most', () => {
    const range = colorRange([1e3, 1e-200], 'log');
    expect(range.min).toBeCloseTo(1e-9, 20);
    expect(range.shareOf(1e-200)).toBe(0);
  });

  it('has no ends where there is nothing to show', () => {
    expect(colorRange([Number.NaN], 'linear').max).toBeNaN();
    expect(colorRange([0, -1], 'log').max).toBeNaN();
    expect(colorRange([], 'log').shareOf(1)).toBeNaN();
  });

  it('gives equal numbers one colour', () => {
    expect(colorRange([5, 5], 'linear').shareOf(5)).toBe(0);
    expect(colorRange([5, 5], 'log').shareOf(5)).toBe(0);
  });
});
