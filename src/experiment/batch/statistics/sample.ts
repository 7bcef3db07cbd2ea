// Mean and standard deviation of a sample in which some values may not be finite: those are counted,
// never averaged.

/** What a sample came to. */
export interface Sample {
  /** Finite values. */
  readonly count: number;
  /** Values that are NaN or infinite. */
  readonly nonFiniteCount: number;
  /** Mean of the finite values; null without any. */
  readonly mean: number | null;
  /** Standard deviation of the finite values around their mean; null for fewer than two. */
  readonly deviation: number | null;
}

/**
 * Describes a sample: mean Σx / n and standard deviation √(Σ(x − mean)² / (n − 1)), the divisor n − 1
 * being Bessel's.
 *
 * Sums go over the values in ascending order, so that the order they come in changes no bit.
 *
 * @param values any numbers.
 */
export function describeSample(values: readonly number[]): Sample {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  const count = finite.length;
  const nonFiniteCount = values.length - count;
  if (count === 0) return { count, nonFiniteCount, mean: null, deviation: null };
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { count, nonFiniteCount, mean, deviation: null };
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, nonFiniteCount, mean, deviation: Math.sqrt(squares / (count - 1)) };
}
