// Everything both views draw at one moment, worked out once: heights, colours' range, wall, paths.
import type { Quantity } from '../../../experiment/surface/surface.ts';
import type { ColorRange } from '../colorRange.ts';
import type { OverlayLine, OverlayPoint } from './overlayLine.ts';
import { type PathOverlay, pathOverlay } from './pathOverlay.ts';
import { shareAt } from './scene/mesh.ts';
import type { Shown, SurfaceModel } from './surfaceModel.ts';
import { wallOverlay } from './wallOverlay.ts';

/** A point of the grid; rows count from the top. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** What is drawn. */
export interface PagePicture {
  readonly model: SurfaceModel;
  readonly shown: Shown;
  /** Heights 0 … 1, NaN for holes; another array whenever they are others. */
  readonly heights: Float64Array;
  readonly range: ColorRange;
  readonly quantityName: string;
  readonly wall: readonly OverlayLine[];
  /** By index of the page's paths; none where they belong to another frame. */
  readonly paths: readonly PathOverlay[];
  /** Where the cost is smallest, or null where it is the same everywhere. */
  readonly minimum: OverlayPoint | null;
  /** What the reader points at. */
  readonly cursor: Cell | null;
}

/** Names of the quantities. */
const NAMES = { cost: 'cost', gradientNorm: 'gradient norm' } as const satisfies Record<
  Quantity,
  string
>;

/**
 * Lays a point of the grid over the surface.
 *
 * @param model - the surface.
 * @param heights - of what is shown; a hole counts as 0.
 * @param cell - the point.
 */
export function pointAt(
  { columns, rows }: SurfaceModel,
  heights: Float64Array,
  { column, row }: Cell,
): OverlayPoint {
  const height = heights[row * columns + column] ?? Number.NaN;
  return {
    across: shareAt(column, columns),
    up: 1 - shareAt(row, rows),
    height: Number.isNaN(height) ? 0 : height,
  };
}

function minimumOf(model: SurfaceModel, frame: number, heights: Float64Array): OverlayPoint | null {
  const costs = model.values('cost', frame);
  let [least, most, index] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1];
  costs.forEach((cost, at) => {
    if (!Number.isFinite(cost)) return;
    most = Math.max(most, cost);
    if (cost >= least) return;
    [least, index] = [cost, at];
  });
  if (!(least < most)) return null;
  const column = index % model.columns;
  return pointAt(model, heights, { column, row: (index - column) / model.columns });
}

/**
 * Works out what is drawn.
 *
 * @param model - the surface.
 * @param shown - what is shown of it.
 */
export function createPagePicture(model: SurfaceModel, shown: Shown): PagePicture {
  const heights = model.heights(shown);
  const { wall, paths, frames } = model.data;
  const hasPaths = shown.frame === frames.length - 1;
  return {
    model,
    shown,
    heights,
    range: model.range(shown.quantity, shown.scale),
    quantityName: NAMES[shown.quantity],
    wall: wallOverlay(model, shown.quantity, heights, wall),
    paths: hasPaths ? paths.map(({ points }) => pathOverlay(model, shown, heights, points)) : [],
    minimum: minimumOf(model, shown.frame, heights),
    cursor: null,
  };
}
