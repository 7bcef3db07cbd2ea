// One coordinate of a surface: its name and its evenly spread values.

/** An axis of a surface. `min` may exceed `max`: the values then descend. */
export interface Axis {
  /** What varies along it: `wr`, `Whh[0,0]`, `direction 1`. */
  readonly name: string;
  /** Value at index 0. */
  readonly min: number;
  /** Value at the last index; equal to `min` where there is one value. */
  readonly max: number;
  /** How many values, at least 1. */
  readonly count: number;
}

/**
 * Gives one of evenly spread values: the weighted mean of the ends, never beyond them, and at the ends
 * these exactly. Neighbours less than a few units in the last place apart may coincide or change places.
 * @param last index of `max`, at least 1
 * @param index 0 … last
 */
export function valueBetween(min: number, max: number, last: number, index: number): number {
  // The mean of an end alone may round away from it.
  if (index === 0) return min;
  if (index === last) return max;
  const mean = (min * (last - index) + max * index) / last;
  return Math.min(Math.max(min, max), Math.max(Math.min(min, max), mean));
}

/**
 * Gives the value at an index.
 * @param index 0 … count − 1
 */
export function axisValue({ min, max, count }: Axis, index: number): number {
  return valueBetween(min, max, count - 1, index);
}

/** Lists the values of an axis, [count]. */
export function axisValues(axis: Axis): Float64Array {
  return Float64Array.from({ length: axis.count }, (_, index) => axisValue(axis, index));
}
