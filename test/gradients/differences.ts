// Every entry of an analytic gradient that is not its finite difference, by the metric of
// `rnn gradcheck` without allowance for the rounding of the loss.
import { agrees } from '../../src/training/gradientCheck/differences.ts';

/** One entry that is out of bounds. */
export interface Mismatch {
  readonly tensor: string;
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
}

/** Entries where |analytic − numeric| > 1e-6·max(|analytic|, |numeric|) + 1e-9·‖tensor‖∞. */
export function mismatches(
  analytic: ReadonlyMap<string, readonly number[]>,
  numeric: ReadonlyMap<string, readonly number[]>,
): Mismatch[] {
  const found: Mismatch[] = [];
  for (const [tensor, expected] of numeric) {
    const actual = analytic.get(tensor) ?? [];
    const largest = Math.max(...expected.map(Math.abs));
    expected.forEach((n, index) => {
      const a = actual[index] ?? NaN;
      if (!agrees(a, n, { largest, value: 0 })) {
        found.push({ tensor, index, analytic: a, numeric: n });
      }
    });
  }
  return found;
}

export { derivative } from '../../src/training/gradientCheck/differences.ts';
