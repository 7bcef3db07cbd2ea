// The sign test: whether one method wins more often than a fair coin would let it.

/**
 * Computes the exact two-sided p-value of the sign test; ties are left out beforehand.
 *
 * With n = wins + losses and k the smaller of them: min(1, 2·Σ_{i ≤ k} C(n, i) / 2ⁿ), the binomial
 * distribution with probability ½ being symmetric. The terms are reached from the middle one, a
 * product of factors near 1, because 2⁻ⁿ itself is too small for a double from n = 1075 on.
 *
 * @param winCount wins, a whole number from 0.
 * @param lossCount losses, a whole number from 0.
 * @returns p in [0, 1], 1 without wins and losses; 0 below the smallest double.
 * @see Dixon, Mood 1946, "The statistical sign test", J. Am. Stat. Assoc. 41.
 */
export function signTest(winCount: number, lossCount: number): number {
  const count = winCount + lossCount;
  const fewer = Math.min(winCount, lossCount);
  const half = Math.floor(count / 2);
  let term = 1; // C(2·half, half) / 4^half
  for (let i = 1; i <= half; i++) term *= (2 * i - 1) / (2 * i);
  if (count % 2 === 1) term *= (2 * half + 1) / (2 * half + 2);
  for (let i = half; i > fewer; i--) term *= i / (count - i + 1);
  let sum = 0;
  for (let i = fewer; i >= 0 && term > 0; i--) {
    sum += term;
    term *= i / (count - i + 1);
  }
  return Math.min(1, 2 * sum);
}
