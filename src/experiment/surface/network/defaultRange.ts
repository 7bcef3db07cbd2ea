// Windows of a network's surface where the user names none.
import type { Place } from '../surface.ts';

/** The ends of an axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Takes value ± max(1, |value|): the parameter's value is in the middle, 0, where its connection
 * is cut, is always inside, and half the width is at least 1, a weight that alone drives a unit
 * through the bend of tanh. Around 0 for a value that is not finite.
 * @param value the parameter's value
 */
export function parameterRange(value: number): Range {
  const middle = Number.isFinite(value) ? value : 0;
  const half = Math.max(1, Math.abs(middle));
  return { min: middle - half, max: middle + half };
}

/** −1 … 1: filter-normalised, a step of 1 is as long as the weights themselves. */
export const RANDOM_RANGE: Range = { min: -1, max: 1 };

/** Share of the path's extent that is added at either end. */
const MARGIN = 0.25;

/**
 * Takes a path's extent along one coordinate with a quarter of it added at either end.
 * @param path not all at one place along the coordinate
 */
export function pathRange(path: readonly Place[], coordinate: 'x' | 'y'): Range {
  const values = path.map((place) => place[coordinate]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = MARGIN * (most - least);
  return { min: least - margin, max: most + margin };
}
