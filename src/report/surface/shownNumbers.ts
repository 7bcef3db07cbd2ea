// Which numbers of a view are drawn, and the smallest cost among its grid points.
import type { SurfaceView } from '../../experiment/surface/surface.ts';
import { type Extreme, largestOf, smallestOf } from './extremes.ts';

/**
 * Lists the numbers a map may show: the grid's and, where they are drawn, the refined gradient norms.
 *
 * @param view - the surface and which of its numbers is shown.
 */
export function shownNumbers({ surface, quantity, refinement }: SurfaceView): Float64Array {
  const numbers = surface[quantity];
  if (quantity === 'cost' || refinement === null) return numbers;
  const refined = refinement.points.gradientNorm;
  const all = new Float64Array(numbers.length + refined.length);
  all.set(numbers);
  all.set(refined, numbers.length);
  return all;
}

/**
 * Finds the grid point of the smallest cost.
 *
 * @param view - the surface.
 * @returns the point, or null where no point has less than another.
 */
export function minimumOf({ surface }: SurfaceView): Extreme | null {
  const smallest = smallestOf(surface, surface.cost);
  const largest = largestOf(surface, surface.cost);
  return smallest && largest && smallest.value < largest.value ? smallest : null;
}
