import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPolicies, type PolicyOptions } from '../../../src/training/policies/index.ts';
import type { PolicyState } from '../../../src/training/policies/policy.ts';
import { makeVectors, norm, numbers, SIZE } from '../vectors.ts';

/** Runs a chain over a gradient; returns what it left and reported. */
function apply(chain: readonly PolicyOptions[], values: readonly number[]) {
  const vectors = makeVectors(1);
  vectors.write(0, values);
  const state: PolicyState = { normBefore: -1, norm: -1, clipped: true, skipped: true };
  applyPolicies(chain, vectors.kernels, vectors.all[0]!, state);
  return { gradient: vectors.read(0), ...state };
}

const clipByNorm = (maxNorm: number): PolicyOptions => ({ type: 'clipByNorm', maxNorm });
const clipByValue = (maxValue: number): PolicyOptions => ({ type: 'clipByValue', maxValue });
const skip: PolicyOptions = { type: 'nonFinite', action: 'skip' };

/** A gradient of norm 5 whose norm is exact: 3 and 4 in different tensors. */
const five = [0, 0, 3, 0, 0, 0, 0, -4, 0, 0, 0];

const withElement = (value: number) => numbers(1).map((other, i) => (i === 4 ? value : other));

const finiteGradient = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
  minLength: SIZE,
  maxLength: SIZE,
});

describe('a chain', () => {
  test('without policies reports the norm and changes nothing', () => {
    for (const chain of [[], [{ type: 'none' } as const]]) {
      expect(apply(chain, five)).toEqual({
        gradient: five,
        normBefore: 5,
        norm: 5,
        clipped: false,
        skipped: false,
      });
    }
  });

  test('measures one norm over all tensors', () => {
    expect(apply([], numbers(2)).normBefore).toBeCloseTo(norm(numbers(2)), 14);
  });

  test('runs its policies in order', () => {
    const gradient = [10, 1, ...new Array<number>(SIZE - 2).fill(0)];
    const normFirst = apply([clipByNorm(1), clipByValue(0.5)], gradient).gradient;
    const valueFirst = apply([clipByValue(0.5), clipByNorm(1)], gradient).gradient;
    expect(normFirst[0]).toBe(0.5);
    expect(normFirst[1]).toBeCloseTo(1 / Math.sqrt(101), 14);
    expect(valueFirst.slice(0, 2)).toEqual([0.5, 0.5]);
  });

  test('reports the norm before the first and after the last policy', () => {
    const { normBefore, norm: after } = apply([clipByNorm(2), clipByValue(1)], five);
    expect(normBefore).toBe(5);
    expect(after).toBeCloseTo(Math.SQRT2, 14);
  });
});

describe('clipByNorm', () => {
  test('clips only when the norm exceeds maxNorm', () => {
    expect(apply([clipByNorm(5)], five)).toMatchObject({ gradient: five, clipped: false });
    expect(apply([clipByNorm(5.1)], five)).toMatchObject({ gradient: five, clipped: false });
    expect(apply([clipByNorm(4.9)], five)).toMatchObject({ clipped: true, normBefore: 5 });
  });

  test('keeps the direction and leaves exactly maxNorm, to rounding', () => {
    fc.assert(
      fc.property(finiteGradient, fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (g, maxNorm) => {
        const length = norm(g);
        fc.pre(length > maxNorm);
        const { gradient, norm: after, clipped } = apply([clipByNorm(maxNorm)], g);
        expect(clipped).toBe(true);
        expect(Math.abs(after - maxNorm)).toBeLessThanOrEqual(1e-14 * maxNorm);
        expect(Math.abs(norm(gradient) - maxNorm)).toBeLessThanOrEqual(1e-14 * maxNorm);
        gradient.forEach((value, i) => {
          expect(Math.abs(value - (g[i]! * maxNorm) / length)).toBeLessThanOrEqual(1e-14 * maxNorm);
        });
      }),
    );
  });

  test('divides by the norm itself, without an epsilon', () => {
    expect(apply([clipByNorm(2.5)], five).gradient).toEqual(five.map((value) => value / 2));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e200])(
    'leaves a gradient alone whose norm is not finite: %d inside',
    (value) => {
      const result = apply([clipByNorm(1)], withElement(value));
      expect(result.gradient).toEqual(withElement(value));
      expect(result).toMatchObject({ clipped: false, skipped: false });
      expect(Number.isFinite(result.norm)).toBe(false);
    },
  );
});

describe('clipByValue', () => {
  test('clamps each element by itself', () => {
    fc.assert(
      fc.property(
        finiteGradient,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (g, maxValue) => {
          const expected = g.map((value) => Math.min(Math.max(value, -maxValue), maxValue));
          const { gradient, clipped, norm: after } = apply([clipByValue(maxValue)], g);
          expect(gradient).toEqual(expected);
          expect(clipped).toBe(g.some((value) => Math.abs(value) > maxValue));
          expect(after).toBeCloseTo(norm(expected), 8);
        },
      ),
    );
  });

  test('leaves elements of exactly maxValue alone', () => {
    expect(apply([clipByValue(4)], five)).toMatchObject({ gradient: five, clipped: false });
  });

  test('clamps infinities and keeps NaN', () => {
    expect(apply([clipByValue(2)], withElement(Number.NEGATIVE_INFINITY)).gradient[4]).toBe(-2);
    expect(apply([clipByValue(2)], withElement(Number.NaN)).gradient[4]).toBeNaN();
  });
});

describe('nonFinite', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200])(
    'skip leaves an update out whose gradient holds %d',
    (value) => {
      expect(apply([skip], withElement(value)).skipped).toBe(true);
    },
  );

  test('skip looks at the gradient as it came, wherever it stands in the chain', () => {
    const gradient = withElement(Number.POSITIVE_INFINITY);
    expect(apply([skip, clipByValue(1)], gradient).skipped).toBe(true);
    expect(apply([clipByValue(1), skip], gradient).skipped).toBe(true);
  });

  test('skip lets finite gradients through', () => {
    expect(apply([skip], numbers(3))).toMatchObject({ skipped: false, gradient: numbers(3) });
  });

  test('stop leaves the decision to the run', () => {
    const stop: PolicyOptions = { type: 'nonFinite', action: 'stop' };
    expect(apply([stop], withElement(Number.NaN)).skipped).toBe(false);
  });
});
