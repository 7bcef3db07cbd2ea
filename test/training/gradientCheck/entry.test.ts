// The judgement of one derivative: right, wrong, or not there.
import { describe, expect, it } from 'vitest';
import { derivative, relativeDifference } from '../../../src/training/gradientCheck/differences.ts';
import { judgeEntry } from '../../../src/training/gradientCheck/entry.ts';

const judge = (f: (x: number) => number, analytic: number) => {
  const first = derivative(f);
  const largest = Number.isFinite(first) ? Math.abs(first) : 0;
  return judgeEntry(f, analytic, first, { largest, value: f(0) });
};

describe('an entry', () => {
  it.each([
    ['exp', (x: number) => Math.exp(x), 1],
    ['a steep wall', (x: number) => Math.tanh(2000 * x), 2000],
    ['a fast wave', (x: number) => 1 + 1e-3 * Math.sin(3000 * x), 3],
    ['a kink away from the point', (x: number) => Math.max(0, x + 2e-4), 1],
    ['a kink close to the point', (x: number) => 1 + Math.max(0, x - 3e-6), 0],
    ['a constant', () => 3, 0],
  ])('agrees where the derivative is right: %s', (_, f, analytic) => {
    expect(judge(f, analytic).verdict).toBe('agrees');
  });

  it.each([
    ['exp', (x: number) => Math.exp(x), 1 + 1e-5],
    ['exp, the sign', (x: number) => Math.exp(x), -1],
    ['strongly curved', (x: number) => 1 + x + 1000 * x * x, 1.001],
    ['a steep wall', (x: number) => Math.tanh(2000 * x), 1990],
    ['a small derivative', (x: number) => 1 + 1e-6 * Math.sin(x), 1.001e-6],
    ['no influence', () => 3, 1e-6],
    ['a kink away from the point', (x: number) => Math.max(0, x + 2e-4), 0.999],
  ])('differs where it is wrong: %s', (_, f, analytic) => {
    expect(judge(f, analytic).verdict).toBe('differs');
  });

  it.each([
    ['relu from the left', (x: number) => Math.max(0, x), 0],
    ['relu from the right', (x: number) => Math.max(0, x), 1],
    ['relu beside a slope', (x: number) => 5 + 3 * x + Math.max(0, x), 3],
    ['a kink closer than the smallest step', (x: number) => Math.max(0, x - 1e-9), 0],
    ['a jump', (x: number) => Number(x > 0), 0],
  ])('is not smooth at a kink: %s', (_, f, analytic) => {
    expect(judge(f, analytic).verdict).toBe('notSmooth');
  });

  it('does not take a small kink for the reason of a large error', () => {
    expect(judge((x) => Math.exp(x) + 1e-3 * Math.max(0, x), 2).verdict).toBe('differs');
  });

  it('is too small where the rounding of the function decides', () => {
    expect(judge((x) => 1 + 1e-13 * Math.sin(x), 3e-13).verdict).toBe('tooSmall');
    expect(judge((x) => 1 + 1e-10 * Math.sin(x), 3e-10).verdict).toBe('differs');
  });

  it.each([
    [Number.NaN, (x: number) => x],
    [Infinity, (x: number) => x],
    [1, (x: number) => (x === 0 ? 0 : Number.NaN)],
    [1, (x: number) => x * Infinity],
  ])('is not finite: %s', (analytic, f) => {
    expect(judge(f, analytic).verdict).toBe('nonFinite');
  });

  it('finds a derivative where only the first difference leaves the domain', () => {
    expect(judge((x) => Math.sqrt(7e-4 + x), 0.5 / Math.sqrt(7e-4))).toMatchObject({
      verdict: 'agrees',
      step: 5e-4 / 64,
    });
  });
});

describe('the relative difference', () => {
  it('is 1e-6 exactly where the tolerance is used up', () => {
    const scale = { largest: 7, value: 3 };
    const tolerance = 1e-6 * 2 + 1e-9 * 7 + 1e-11 * 3;
    expect(relativeDifference(2, 2 - tolerance, scale)).toBeCloseTo(1e-6, 14);
  });

  it('is infinite, not NaN, without finite derivatives', () => {
    const scale = { largest: 1, value: 1 };
    for (const [a, n] of [
      [NaN, 1],
      [1, NaN],
      [Infinity, Infinity],
    ] as const) {
      expect(relativeDifference(a, n, scale)).toBe(Infinity);
    }
    expect(relativeDifference(0, 0, { largest: 0, value: 0 })).toBe(0);
  });
});
