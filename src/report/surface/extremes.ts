// The smallest, the largest and the middle of a surface's finite numbers, and where they are.
import type { Place, Surface } from '../../experiment/surface/surface.ts';

/** A grid point that stands out: where it is and its number. */
export interface Extreme extends Place {
  readonly value: number;
}

function extreme(
  surface: Surface,
  values: Float64Array,
  isBetter: (value: number, best: number) => boolean,
): Extreme | null {
  let best: number | null = null;
  let bestIndex = -1;
  values.forEach((value, index) => {
    if (!Number.isFinite(value) || (best !== null && !isBetter(value, best))) return;
    best = value;
    bestIndex = index;
  });
  if (best === null) return null;
  const columns = surface.x.count;
  const x = surface.xs[bestIndex % columns] ?? Number.NaN;
  const y = surface.ys[Math.floor(bestIndex / columns)] ?? Number.NaN;
  return { x, y, value: best };
}

/**
 * Finds the grid point of the smallest finite number, the first of several.
 *
 * @param surface - the grid.
 * @param values - one number per point, [x.count · y.count].
 * @returns the point, or null where no number is finite.
 */
export function smallestOf(surface: Surface, values: Float64Array): Extreme | null {
  return extreme(surface, values, (value, best) => value < best);
}

/**
 * Finds the grid point of the largest finite number, the first of several.
 *
 * @param surface - the grid.
 * @param values - one number per point, [x.count · y.count].
 * @returns the point, or null where no number is finite.
 */
export function largestOf(surface: Surface, values: Float64Array): Extreme | null {
  return extreme(surface, values, (value, best) => value > best);
}

/**
 * Finds the median of the finite numbers, the upper one of an even count; NaN where there is none.
 *
 * @param values - numbers in any order.
 */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter(Number.isFinite).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Counts the numbers that are NaN or infinite. */
export function nonFiniteCountOf(values: Float64Array): number {
  return values.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0);
}
