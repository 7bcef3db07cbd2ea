// The policies that clip, and what is done about gradients that are not finite, by plain formulas.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyOptions } from '../../../src/training/policies/index.ts';
import { expectClose } from '../../helpers/close.ts';
import { norm, numbers, SIZE } from '../vectors.ts';
import { apply, five, withElement } from './chains.ts';

const clipByNorm = (maxNorm: number, scope: 'global' | 'tensor' = 'global'): PolicyOptions => ({
  type: 'clipByNorm',
  maxNorm,
  scope,
});
const clipByValue = (maxValue: number): PolicyOptions => ({ type: 'clipByValue', maxValue });
const nonFinite = (action: 'stop' | 'skip' | 'shrinkRecurrent'): PolicyOptions => ({
  type: 'nonFinite',
  action,
  limit: 1e10,
});
const skip = nonFinite('skip');

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
        cosine: 1,
        clipped: false,
        replaced: false,
        skipped: false,
        policies: [],
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

describe('clipByNorm by tensor', () => {
  test('scales each tensor by its own norm', () => {
    fc.assert(
      fc.property(finiteGradient, fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (g, maxNorm) => {
        const expected = [g.slice(0, 6), g.slice(6)].flatMap((part) => {
          const factor = Math.min(1, maxNorm / norm(part));
          return part.map((value) => value * factor);
        });
        const { gradient, clipped } = apply([clipByNorm(maxNorm, 'tensor')], g);
        expectClose(gradient, expected, () => 1e-13 * maxNorm);
        expect(clipped).toBe(norm(g.slice(0, 6)) > maxNorm || norm(g.slice(6)) > maxNorm);
      }),
    );
  });

  test('leaves a tensor alone whose norm is not finite and clips the other', () => {
    const { gradient } = apply([clipByNorm(1, 'tensor')], withElement(Number.POSITIVE_INFINITY));
    expect(gradient.slice(0, 6)).toEqual(withElement(Number.POSITIVE_INFINITY).slice(0, 6));
    expect(norm(gradient.slice(6))).toBeCloseTo(1, 14);
  });

  test('turns the gradient where only one tensor is clipped', () => {
    const { cosine, norm: after } = apply([clipByNorm(3, 'tensor')], five);
    expect(after).toBeCloseTo(Math.sqrt(18), 14);
    expect(cosine).toBeCloseTo((9 + 12) / (5 * Math.sqrt(18)), 14);
  });
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
    expect(apply([nonFinite('stop')], withElement(Number.NaN))).toMatchObject({
      skipped: false,
      replaced: false,
      policies: [{ acted: false }],
    });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200, 1.1e10])(
    'shrinkRecurrent puts 0.02·W for recurrent matrices and 0 for the rest where %d is inside',
    (value) => {
      const weights = numbers(5);
      const step = apply([nonFinite('shrinkRecurrent')], withElement(value), {
        parameters: weights,
      });
      expect(step.gradient).toEqual(weights.map((weight, i) => (i < 6 ? 0.02 * weight : 0)));
      expect(step).toMatchObject({ replaced: true, clipped: true, skipped: false });
      expect(step.norm).toBeCloseTo(0.02 * norm(weights.slice(0, 6)), 14);
    },
  );

  test('shrinkRecurrent lets a norm of the limit through', () => {
    const gradient = five.map((value) => value * 2e9);
    expect(apply([nonFinite('shrinkRecurrent')], gradient)).toMatchObject({
      gradient,
      replaced: false,
      policies: [{ acted: false }],
    });
  });

  test('shrinkRecurrent is clipped by what stands behind it only', () => {
    const gradient = withElement(Number.POSITIVE_INFINITY);
    const shrink = nonFinite('shrinkRecurrent');
    expect(apply([shrink, clipByNorm(1e-3)], gradient).norm).toBeCloseTo(1e-3, 14);
    expect(apply([clipByNorm(1e-3), shrink], gradient).norm).toBeGreaterThan(1e-2);
  });
});
