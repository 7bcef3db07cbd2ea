// What else lies over a map: contours, the wall, the smallest cost, the outline of what was refined.
import type { Refinement, Surface } from '../../../experiment/surface/surface.ts';
import type { PixelSize } from '../pixels.ts';
import { isInWindow, windowPlaceOf } from '../windowPlace.ts';
import { type Box, pixelIn } from './box.ts';
import { element, lineData, type Pixel, pixels } from './elements.ts';
import { levelColor } from './heatCells.ts';

/**
 * Draws contours: thin dark lines that let the colours through.
 *
 * @param lines - of at least two points each.
 */
export function contourStroke(lines: readonly (readonly Pixel[])[]): string {
  return element('path', {
    d: lines.map(lineData).join(''),
    fill: 'none',
    stroke: '#1a1a1a',
    'stroke-width': 0.8,
    'stroke-opacity': '0.55',
    'stroke-linejoin': 'round',
  });
}

/**
 * Draws the wall: white dashes with a dark edge, which show on any colour; between them the map can be seen.
 *
 * @param lines - unbroken parts, of at least two points each.
 */
export function wallLines(lines: readonly (readonly Pixel[])[]): string {
  const shape = { d: lines.map(lineData).join(''), fill: 'none' };
  return [
    element('path', {
      ...shape,
      stroke: '#1a1a1a',
      'stroke-width': 3.8,
      'stroke-dasharray': '11 7',
      'stroke-dashoffset': 1,
    }),
    element('path', { ...shape, stroke: '#ffffff', 'stroke-width': 2, 'stroke-dasharray': '9 9' }),
  ].join('\n');
}

const STAR_POINTS = 5;
const STAR_RADIUS = 9;
const STAR_WAIST = 0.42;

/**
 * Draws the mark of the smallest cost: a star.
 *
 * @param at - its centre.
 */
export function minimumMark([x, y]: Pixel): string {
  const corners = Array.from({ length: 2 * STAR_POINTS }, (_, corner): Pixel => {
    const angle = (corner * Math.PI) / STAR_POINTS;
    const radius = corner % 2 === 0 ? STAR_RADIUS : STAR_RADIUS * STAR_WAIST;
    return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)];
  });
  return element('path', {
    d: `${lineData(corners)}z`,
    fill: '#ffffff',
    stroke: '#1a1a1a',
    'stroke-width': 1.2,
    'stroke-linejoin': 'round',
  });
}

/** A blue that white shows on. */
const SAMPLE_LEVEL = 60;
const OUTLINE = { fill: 'none', stroke: '#ffffff', 'stroke-width': 0.8, 'stroke-opacity': '0.7' };

/**
 * Draws the sample of the outline in a legend, on one of the map's colours.
 *
 * @param box - the rectangle to outline.
 */
export function outlineSample({ left, top, width, height }: Box): string {
  const [x, y] = [left + 4, top + 3];
  return [
    element('rect', { x: left, y: top, width, height, fill: levelColor(SAMPLE_LEVEL) }),
    element('rect', { x, y, width: width - 8, height: height - 6, ...OUTLINE }),
  ].join('');
}

/**
 * Draws the outline of the cells that hold refined points.
 *
 * @param refinement - the points.
 * @param surface - the grid.
 * @param size - grid points or fewer along each side: the outline's cells lie between them.
 * @param box - the window.
 */
export function refinedOutline(
  { points }: Refinement,
  surface: Surface,
  size: PixelSize,
  box: Box,
): string {
  const [columns, rows] = [size.width - 1, size.height - 1];
  const refined = new Set<number>();
  points.x.forEach((x, index) => {
    const place = windowPlaceOf(surface, { x, y: points.y[index] ?? Number.NaN });
    if (!isInWindow(place)) return;
    const column = Math.min(columns - 1, Math.max(0, Math.floor(place.across * columns)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(place.up * rows)));
    refined.add(row * columns + column);
  });
  const has = (column: number, row: number) =>
    column >= 0 && column < columns && refined.has(row * columns + column);
  const [across, up] = [pixels(box.width / columns), pixels(box.height / rows)];
  const edges = [...refined].map((cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const at = (i: number, j: number) => {
      const [x, y] = pixelIn(box, { across: i / columns, up: j / rows });
      return `M${pixels(x, 1)} ${pixels(y, 1)}`;
    };
    return [
      has(column, row - 1) ? '' : `${at(column, row)}h${across}`,
      has(column, row + 1) ? '' : `${at(column, row + 1)}h${across}`,
      has(column - 1, row) ? '' : `${at(column, row + 1)}v${up}`,
      has(column + 1, row) ? '' : `${at(column + 1, row + 1)}v${up}`,
    ].join('');
  });
  return element('path', { d: edges.join(''), ...OUTLINE });
}
