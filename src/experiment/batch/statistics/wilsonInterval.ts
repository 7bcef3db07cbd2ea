// Confidence interval of a share: what a success rate over a few seeds says, and what it does not.

/** Quantile of the standard normal distribution at 0.975: 95% lie within ± it. */
const Z_95 = 1.959963984540054;

/** A share with its 95% confidence interval. */
export interface ShareEstimate {
  /** In [0, 1]. */
  readonly fraction: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Estimates a share with Wilson's score interval at 95%, without continuity correction.
 *
 * With p = k / n and z = 1.96: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @param successCount k in 0 … n.
 * @param count n, trials.
 * @returns null without trials.
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference", J. Am.
 * Stat. Assoc. 22; Brown, Cai, DasGupta 2001, "Interval estimation for a binomial proportion".
 */
export function wilsonInterval(successCount: number, count: number): ShareEstimate | null {
  if (count === 0) return null;
  const fraction = successCount / count;
  const z2 = Z_95 * Z_95;
  const center = fraction + z2 / (2 * count);
  const spread = Z_95 * Math.sqrt((fraction * (1 - fraction)) / count + z2 / (4 * count * count));
  const scale = 1 + z2 / count;
  return {
    fraction,
    // At the ends the bound is exactly 0 or 1, which rounding may miss.
    low: successCount === 0 ? 0 : (center - spread) / scale,
    high: successCount === count ? 1 : (center + spread) / scale,
  };
}
