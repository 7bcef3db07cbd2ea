// Lines through the box over the window: cut to it, divided by the grid, laid on the surface. No
// drawing here.
import { visiblePart, type WindowPlace } from '../windowPlace.ts';
import { shareAt } from './scene/mesh.ts';
import type { SurfaceModel } from './surfaceModel.ts';

/** A point over the window. */
export interface OverlayPoint extends WindowPlace {
  /** 0 … 1, as the surface has. */
  readonly height: number;
}

/** An unbroken line. */
export interface OverlayLine {
  readonly points: readonly OverlayPoint[];
  /** Whether it goes on outside the window. */
  readonly leaves: boolean;
}

const mix = (from: number, to: number, share: number) => from * (1 - share) + to * share;

const between = (from: OverlayPoint, to: OverlayPoint, share: number): OverlayPoint => ({
  across: mix(from.across, to.across, share),
  up: mix(from.up, to.up, share),
  height: mix(from.height, to.height, share),
});

/**
 * Joins points to lines, broken where they leave the window.
 *
 * @param points - inside the window or not.
 */
export function linesThrough(points: readonly OverlayPoint[]): OverlayLine[] {
  const lines: { points: OverlayPoint[]; leaves: boolean }[] = [];
  let isOpen = false;
  points.forEach((to, index) => {
    const from = points[index - 1];
    const part = from && visiblePart(from, to);
    if (!part) {
      isOpen = false;
      return;
    }
    if (!isOpen) lines.push({ points: [between(from, to, part.enter)], leaves: false });
    const line = lines.at(-1);
    line?.points.push(between(from, to, part.leave));
    if (line) line.leaves = part.leave < 1;
    isOpen = part.leave === 1;
  });
  return lines;
}

/**
 * Divides every line between two points into pieces no longer than a cell of the grid.
 *
 * @param points - of a line inside the window.
 * @param grid - its columns and rows.
 */
export function divide(
  points: readonly OverlayPoint[],
  { columns, rows }: Pick<SurfaceModel, 'columns' | 'rows'>,
): readonly OverlayPoint[] {
  return points.flatMap((to, index) => {
    const from = points[index - 1];
    if (!from) return [to];
    const cells = Math.max(
      Math.abs(to.across - from.across) * (columns - 1),
      Math.abs(to.up - from.up) * (rows - 1),
    );
    const pieces = Math.max(1, Math.ceil(cells));
    return Array.from({ length: pieces }, (_, piece) => between(from, to, (piece + 1) / pieces));
  });
}

/**
 * Finds the height of the surface at a place, between the four grid points around it.
 *
 * @param heights - of the grid, rows from the top.
 * @param grid - its columns and rows.
 * @param place - inside the window.
 * @returns NaN at a hole.
 */
export function heightAt(
  heights: Float64Array,
  { columns, rows }: Pick<SurfaceModel, 'columns' | 'rows'>,
  place: WindowPlace,
): number {
  const [column, row] = [place.across * (columns - 1), (1 - place.up) * (rows - 1)];
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [right, bottom] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
  const at = (i: number, j: number) => heights[j * columns + i] ?? Number.NaN;
  // A hole beside a place that needs no number of it is none.
  const join = (from: number, to: number, share: number) =>
    share === 0 ? from : mix(from, to, share);
  return join(
    join(at(left, top), at(right, top), column - left),
    join(at(left, bottom), at(right, bottom), column - left),
    row - top,
  );
}

/**
 * Lays a line over the surface along which x or y stays the same.
 *
 * @param model - the surface.
 * @param heights - of what is shown.
 * @param along - which of them changes.
 * @param share - where the other stands, 0 … 1.
 * @returns unbroken parts: holes divide it.
 */
export function gridLine(
  model: Pick<SurfaceModel, 'columns' | 'rows'>,
  heights: Float64Array,
  along: 'x' | 'y',
  share: number,
): OverlayPoint[][] {
  const count = along === 'x' ? model.columns : model.rows;
  const parts: OverlayPoint[][] = [[]];
  for (let index = 0; index < count; index += 1) {
    const place =
      along === 'x'
        ? { across: shareAt(index, count), up: share }
        : { across: share, up: shareAt(index, count) };
    const height = heightAt(heights, model, place);
    if (Number.isNaN(height)) parts.push([]);
    else parts.at(-1)?.push({ ...place, height });
  }
  return parts.filter((part) => part.length > 1);
}
