// The root of a function within a bracket, to the last bit that rounding leaves.

/** A function that changes sign once between `low` and `high`. */
export interface Bracket {
  /** The function. */
  readonly value: (x: number) => number;
  /** Its derivative. */
  readonly slope: (x: number) => number;
  readonly low: number;
  readonly high: number;
  /** Whether the function is negative below the root and positive above; else the other way. */
  readonly isRising: boolean;
}

/** Newton steps before only halving is trusted: about 5 are needed, some 30 at a double root. */
const MOST_NEWTON_STEPS = 60;

/**
 * Finds a root by Newton's method inside a shrinking bracket, by halving where a step would leave
 * it. The ends are never evaluated: their signs are taken on trust. Their sum must be finite.
 * @returns x where the value is 0, or where the next step changes no bit of x
 */
export function rootWithin({ value, slope, low, high, isRising }: Bracket): number {
  let [left, right] = [low, high];
  let x = (left + right) / 2;
  for (let step = 0; ; step++) {
    const residual = value(x);
    if (residual === 0) return x;
    if (residual > 0 === isRising) right = x;
    else left = x;
    const newton = x - residual / slope(x);
    if (newton === x) return x;
    const isInside = newton > left && newton < right;
    const next = isInside && step < MOST_NEWTON_STEPS ? newton : (left + right) / 2;
    if (next === left || next === right) return next;
    x = next;
  }
}
