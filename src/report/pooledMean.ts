// The mean of numbers that come in groups, for series longer than anything can hold or draw.

/**
 * Joins the means of two groups of numbers.
 *
 * @param left - mean of the first group, finite.
 * @param leftCount - how many numbers it holds; 0 only where the other holds some.
 * @param right - mean of the second group, finite.
 * @param rightCount - how many numbers it holds, at least 1.
 * @returns their common mean, finite and never outside the two.
 */
export function pooledMean(
  left: number,
  leftCount: number,
  right: number,
  rightCount: number,
): number {
  const count = leftCount + rightCount;
  // Two products rather than one difference: that of large doubles of opposite sign would overflow.
  const mean = left * (leftCount / count) + right * (rightCount / count);
  return Math.min(Math.max(left, right), Math.max(Math.min(left, right), mean));
}
