// The analytic wall, laid over the surface.
import type { Quantity } from '../../../experiment/surface/surface.ts';
import type { PageData } from '../pageData.ts';
import type { WindowPlace } from '../windowPlace.ts';
import { divide, linesThrough, type OverlayLine } from './overlayLine.ts';
import type { SurfaceModel } from './surfaceModel.ts';

/** Heights of the grid points around a place, lowest first. */
function heightsAround(
  heights: Float64Array,
  { columns, rows }: SurfaceModel,
  place: WindowPlace,
): number[] {
  const column = Math.round(place.across * (columns - 1));
  const row = Math.round((1 - place.up) * (rows - 1));
  const around: number[] = [];
  for (let j = Math.max(0, row - 1); j <= Math.min(rows - 1, row + 1); j += 1) {
    for (let i = Math.max(0, column - 1); i <= Math.min(columns - 1, column + 1); i += 1) {
      const height = heights[j * columns + i] ?? Number.NaN;
      if (!Number.isNaN(height)) around.push(height);
    }
  }
  return around.sort((one, other) => one - other);
}

/**
 * Where the line of the wall runs among the heights around it: along the top of the costs' step, or
 * at the foot of the gradient norms' peaks, which the grid meets by chance.
 */
const WALL_HEIGHTS = {
  cost: (around: readonly number[]) => around.at(-1) ?? 0,
  gradientNorm: (around: readonly number[]) => around[Math.floor(around.length / 2)] ?? 0,
} as const satisfies Record<Quantity, unknown>;

/** Points of a wall on either side that are looked at together. */
const WALL_REACH = 3;

/** Gives every number what a function makes of it and its neighbours. */
const withNeighbours = (numbers: readonly number[], join: (near: readonly number[]) => number) =>
  numbers.map((_, index) =>
    join(numbers.slice(Math.max(0, index - WALL_REACH), index + WALL_REACH + 1)),
  );

/**
 * Lays the wall over a surface. Where it runs aslant the grid, the grid touches its top here and
 * there only: the line joins those places.
 *
 * @param model - the surface.
 * @param quantity - what is shown.
 * @param heights - of what is shown.
 * @param wall - its unbroken parts.
 * @returns one line per part inside the window.
 */
export function wallOverlay(
  model: SurfaceModel,
  quantity: Quantity,
  heights: Float64Array,
  wall: PageData['wall'],
): OverlayLine[] {
  return wall.flatMap((curve) => {
    const flat = curve.map(([x, y]) => ({ ...model.locate(x, y), height: 0 }));
    return linesThrough(flat).map(({ points, leaves }) => {
      const places = divide(points, model);
      const heightOf = WALL_HEIGHTS[quantity];
      const crests = places.map((place) => heightOf(heightsAround(heights, model, place)));
      const envelope = withNeighbours(crests, (near) => Math.max(...near));
      const smooth = withNeighbours(
        envelope,
        (near) => near.reduce((sum, height) => sum + height, 0) / near.length,
      );
      return {
        leaves,
        points: places.map((place, index) => ({ ...place, height: smooth[index] ?? 0 })),
      };
    });
  });
}
