// Gradients by finite differences, and the comparison of an analytic gradient with one.

/** Half the width of a difference is twice this, unless the function bends too much for it. */
const STEP = 5e-4;

/**
 * Central difference of fourth order, (−f(2h) + 8f(h) − 8f(−h) + f(−2h)) / 12h: its truncation and
 * rounding errors both lie near 1e-12 here, far below what is to be told apart.
 * @param f the function of a displacement from the point
 * @param step the displacement nearest to 0
 */
export function derivative(f: (displacement: number) => number, step: number = STEP): number {
  const near = f(step) - f(-step);
  const far = f(2 * step) - f(-2 * step);
  return (8 * near - far) / (12 * step);
}

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
      const bound = 1e-6 * Math.max(Math.abs(a), Math.abs(n)) + 1e-9 * largest;
      if (!(Math.abs(a - n) <= bound)) found.push({ tensor, index, analytic: a, numeric: n });
    });
  }
  return found;
}
