// Compares two lists of numbers, each within its own bound, and names the first that is not.
import { expect } from 'vitest';

/**
 * Expects equal length and |actual − expected| ≤ bound everywhere; equal infinities and NaN agree.
 * @param bound largest difference allowed for an index; 0 without it
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: (index: number) => number = () => 0,
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    if (!(Math.abs(a - e) <= bound(i))) {
      expect.fail(`[${i}] is ${a}, expected ${e} within ${bound(i)}`);
    }
  }
}
