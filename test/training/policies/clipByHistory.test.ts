// Clipping by what the norms have been, against sorting and summing the whole history anew.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClipByHistoryOptions } from '../../../src/training/policies/clipByHistory.ts';
import { createNormHistory } from '../../../src/training/policies/normHistory.ts';
import { norm, SIZE } from '../vectors.ts';
import { makeChain } from './chains.ts';

const options: ClipByHistoryOptions = {
  type: 'clipByHistory',
  statistic: 'mean',
  factor: 1,
  percentile: 10,
  window: 1000,
  warmup: 3,
};

/** A gradient of a given norm. */
const gradientOf = (length: number) => [length, ...new Array<number>(SIZE - 1).fill(0)];

/** Norms after the policy for norms before it. */
function clippedNorms(change: Partial<ClipByHistoryOptions>, norms: readonly number[]): number[] {
  const { step } = makeChain([{ ...options, ...change }]);
  return norms.map((length) => step(gradientOf(length)).norm);
}

function percentileOf(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * p) / 100;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

const norms = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1e6 })), {
  maxLength: 80,
});

describe('the history of norms', () => {
  test('has the percentile of a sorted copy and the mean of the last so many', () => {
    fc.assert(
      fc.property(
        norms.map((values) => values.map((value) => (Number.isNaN(value) ? 0 : value))),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (values, size, p) => {
          const history = createNormHistory(size);
          values.forEach((value, index) => {
            history.add(value);
            const kept = values.slice(Math.max(0, index + 1 - size), index + 1);
            expect(history.norms()).toEqual(kept);
            expect(history.mean()).toBe(kept.reduce((sum, x) => sum + x, 0) / kept.length);
            expect(history.percentile(p)).toBe(percentileOf(kept, p));
          });
        },
      ),
    );
  });

  test('is NaN of none', () => {
    const history = createNormHistory(3);
    expect([history.mean(), history.percentile(50)]).toEqual([Number.NaN, Number.NaN]);
  });

  test('starts with the latest of the norms it is given', () => {
    expect(createNormHistory(2, [5, 1, 3]).norms()).toEqual([1, 3]);
  });
});

describe('clipByHistory', () => {
  test('clips nothing while it warms up', () => {
    expect(clippedNorms({ warmup: 3 }, [1, 50, 1, 50])).toEqual([1, 50, 1, 52 / 3]);
    expect(clippedNorms({ warmup: 2 }, [1, 50, 51])).toEqual([1, 50, 25.5]);
  });

  test('takes the norms before clipping into its mean', () => {
    // Of clipped norms the mean would stay at 1 and the last norm with it.
    expect(clippedNorms({ warmup: 2 }, [1, 1, 10, 100])).toEqual([1, 1, 1, 4]);
  });

  test('takes the norms as they reach it, behind other policies', () => {
    const chain = [{ type: 'clipByNorm', maxNorm: 2, scope: 'global' } as const, options];
    const { step } = makeChain(chain);
    for (const length of [1, 1, 40]) step(gradientOf(length));
    expect(step(gradientOf(40)).norm).toBe(4 / 3);
  });

  test('multiplies by its factor', () => {
    expect(clippedNorms({ factor: 10 }, [1, 1, 1, 20, 9])).toEqual([1, 1, 1, 10, 9]);
    expect(clippedNorms({ factor: 0.5 }, [1, 1, 1, 1])).toEqual([1, 1, 1, 0.5]);
  });

  test('forgets what is older than its window', () => {
    expect(clippedNorms({ window: 2, warmup: 2 }, [100, 1, 3, 50]).at(-1)).toBe(2);
  });

  test('clips by a percentile', () => {
    const change = { statistic: 'percentile', percentile: 50 } as const;
    expect(clippedNorms(change, [1, 2, 9, 9, 9])).toEqual([1, 2, 9, 2, 5.5]);
  });

  test('passes over norms that are not finite', () => {
    const result = clippedNorms({ warmup: 2 }, [1, Number.NaN, Number.POSITIVE_INFINITY, 3, 7]);
    expect(result).toEqual([1, Number.NaN, Number.POSITIVE_INFINITY, 3, 2]);
  });

  test('does not clip to zero after nothing but zeros', () => {
    expect(clippedNorms({}, [0, 0, 0, 5])).toEqual([0, 0, 0, 5]);
  });

  test('keeps the direction', () => {
    const { step } = makeChain([{ ...options, warmup: 1 }]);
    const gradient = Array.from({ length: SIZE }, (_, i) => i - 4);
    step(gradientOf(1));
    const clipped = step(gradient).gradient;
    const expected = gradient.map((value) => value / norm(gradient));
    clipped.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 14);
    });
  });
});
