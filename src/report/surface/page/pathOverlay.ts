// A descent path, laid over the surface it belongs to.
import type { PagePoint } from '../pageData.ts';
import { isInWindow } from '../windowPlace.ts';
import {
  divide,
  heightAt,
  linesThrough,
  type OverlayLine,
  type OverlayPoint,
} from './overlayLine.ts';
import { clampShare, type Shown, type SurfaceModel } from './surfaceModel.ts';

/** A path in the window. */
export interface PathOverlay {
  readonly lines: readonly OverlayLine[];
  /** Points of the path, without those where lines are cut. */
  readonly stops: readonly OverlayPoint[];
  readonly start: OverlayPoint | null;
  readonly end: OverlayPoint | null;
}

/** How far below the surface a path may run to be drawn on it, as a share of the box. */
const SHALLOW = 0.08;

/**
 * Lays a descent path over the surface it belongs to, at the heights its own points have. Between
 * two points it is straight, but for what would run just below the surface and be hidden.
 *
 * @param model - the surface.
 * @param shown - what is shown of it.
 * @param heights - of what is shown.
 * @param points - of the path.
 */
export function pathOverlay(
  model: SurfaceModel,
  { quantity, scale }: Shown,
  heights: Float64Array,
  points: readonly PagePoint[],
): PathOverlay {
  const { shareOf } = model.range(quantity, scale);
  const raise = (point: OverlayPoint): OverlayPoint => {
    const surface = heightAt(heights, model, point);
    const isJustBelow = surface > point.height && surface < point.height + SHALLOW;
    return isJustBelow ? { ...point, height: surface } : point;
  };
  const places = points.map(([x, y, cost, gradientNorm]) => {
    const share = clampShare(shareOf((quantity === 'cost' ? cost : gradientNorm) ?? Number.NaN));
    return { ...model.locate(x, y), height: Number.isNaN(share) ? 1 : share };
  });
  const [start, end] = [places[0], places.at(-1)];
  return {
    lines: linesThrough(places).map(({ points, leaves }) => ({
      points: divide(points, model).map(raise),
      leaves,
    })),
    stops: places.filter(isInWindow).map(raise),
    start: start && isInWindow(start) ? raise(start) : null,
    end: end && isInWindow(end) ? raise(end) : null,
  };
}
