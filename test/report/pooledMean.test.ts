// The mean of two groups stays finite and between them, whatever the doubles.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pooledMean } from '../../src/report/pooledMean.ts';

it('weighs groups by their counts', () => {
  expect(pooledMean(1, 3, 5, 1)).toBe(2);
  expect(pooledMean(9, 0, 4, 2)).toBe(4);
});

it('lies between the means of the groups', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, 0),
  );
  const count = fc.integer({ min: 1, max: 1e6 });
  fc.assert(
    fc.property(number, count, number, count, (left, leftCount, right, rightCount) => {
      const mean = pooledMean(left, leftCount, right, rightCount);
      expect(mean).toBeGreaterThanOrEqual(Math.min(left, right));
      expect(mean).toBeLessThanOrEqual(Math.max(left, right));
    }),
  );
});
