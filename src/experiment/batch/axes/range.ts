// Values between two ends, spread evenly by difference or by ratio, or drawn. Rounded to as few digits
// as the spacing allows, since people read them; the ends are exact. Same values on every machine.

import { elementary64 } from '../../../math/elementary/index.ts';

/** How values are spread: evenly by difference, or by ratio. */
export type Spacing = 'linear' | 'log';

const spacings: Readonly<Record<Spacing, (from: number, to: number, share: number) => number>> = {
  linear: (from, to, share) => from * (1 - share) + to * share,
  log(from, to, share) {
    const [start, end] = [elementary64.log(from), elementary64.log(to)];
    return elementary64.exp(start + share * (end - start));
  },
};

/**
 * Gives the value at a share of the way between two ends, never beyond them.
 * @param from - value at 0; positive for `log`, as is `to`
 * @param share - 0 … 1
 */
export function spread(spacing: Spacing, from: number, to: number, share: number): number {
  const value = spacings[spacing](from, to, share);
  return Math.min(Math.max(from, to), Math.max(Math.min(from, to), value));
}

const FEWEST_DIGITS = 3;
const MOST_DIGITS = 17;

/**
 * Rounds to as few significant digits as a tolerance allows, three at least.
 * @param tolerance - largest error allowed, at least 0
 */
export function roundWithin(value: number, tolerance: number): number {
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.abs(rounded - value) <= tolerance) return rounded;
  }
  return value;
}

/** Error of rounding that is allowed, as a share of the distance to the next value. */
const SPACING_SHARE = 1e-3;

/**
 * Gives one of evenly spread values.
 * @param from - first value, exact
 * @param to - last value, exact
 * @param last - index of the last, at least 1
 * @param index - 0 … last
 */
export function rangeValue(
  spacing: Spacing,
  from: number,
  to: number,
  last: number,
  index: number,
): number {
  if (index === 0) return from;
  if (index === last) return to;
  const at = (place: number) => spread(spacing, from, to, place / last);
  const value = at(index);
  const gap = Math.min(Math.abs(value - at(index - 1)), Math.abs(at(index + 1) - value));
  return roundWithin(value, gap * SPACING_SHARE);
}
