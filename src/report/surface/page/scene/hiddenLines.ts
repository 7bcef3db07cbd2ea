// Lines through the box as seen: which parts of them the surface hides. Pure geometry.

import type { OverlayPoint } from '../overlayLine.ts';
import type { Camera, Projected } from './camera.ts';
import type { Raster } from './raster.ts';

/** A part of a line that is seen, or hidden, from one end to the other. */
export interface LineRun {
  readonly isHidden: boolean;
  readonly places: readonly Projected[];
}

/** Pixels between two looks at what hides a line. */
const SPACING = 2;

/** How much nearer the surface must be to hide a line that lies on it, the box's sides being 2. */
const TOLERANCE = 0.05;

/** How far lines stand over the surface, as a share of the box's height. */
const LIFT = 0.006;

/** Projects a point over the window. */
export const projectOverlay = (camera: Camera, { across, up, height }: OverlayPoint): Projected =>
  camera.project(across * 2 - 1, up * 2 - 1, height + LIFT);

/**
 * Says whether the surface hides a place.
 *
 * @param raster - the surface as drawn.
 * @param place - in CSS pixels.
 * @param density - pixels of the raster per CSS pixel.
 */
export function isHidden(raster: Raster, { x, y, nearness }: Projected, density: number): boolean {
  const [column, row] = [Math.floor(x * density), Math.floor(y * density)];
  if (column < 0 || row < 0 || column >= raster.width || row >= raster.height) return false;
  return (raster.nearness[row * raster.width + column] ?? 0) > nearness + TOLERANCE;
}

/**
 * Divides a line into what is seen and what is hidden.
 *
 * @param points - the line.
 * @param camera - how the box is seen.
 * @param raster - the surface as drawn.
 * @param density - pixels of the raster per CSS pixel.
 */
export function lineRuns(
  points: readonly OverlayPoint[],
  camera: Camera,
  raster: Raster,
  density: number,
): LineRun[] {
  const runs: { isHidden: boolean; places: Projected[] }[] = [];
  const add = (place: Projected) => {
    const hidden = isHidden(raster, place, density);
    const run = runs.at(-1);
    run?.places.push(place);
    if (!run || run.isHidden !== hidden) runs.push({ isHidden: hidden, places: [place] });
  };
  points.forEach((point, index) => {
    const to = projectOverlay(camera, point);
    const before = points[index - 1];
    if (before) {
      const from = projectOverlay(camera, before);
      const pieces = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / SPACING);
      for (let piece = 1; piece < pieces; piece += 1) {
        const share = piece / pieces;
        add({
          x: from.x + (to.x - from.x) * share,
          y: from.y + (to.y - from.y) * share,
          nearness: from.nearness + (to.nearness - from.nearness) * share,
        });
      }
    }
    add(to);
  });
  return runs;
}
