// Contours over a map and the numbers that stand on them.
import type { AxisLabel } from '../../plot/scale.ts';
import type { PixelSize } from '../pixels.ts';
import { type Box, pixelIn } from './box.ts';
import { contourLabels, isClearOf, LABEL_SIZE, type LabelPlace } from './contourLabels.ts';
import { contourLines } from './contourLines.ts';
import type { Pixel } from './elements.ts';
import { contourStroke } from './marks.ts';
import { INK, numberElement } from './typography.ts';

/** What labels keep clear of. */
export interface Obstacles {
  readonly lines: readonly (readonly Pixel[])[];
  readonly marks: readonly Pixel[];
}

/** Radius around a mark that no label may touch. */
const MARK_RADIUS = 8;

function labelElement({ text, centre, angle }: LabelPlace): string {
  const place = centre.map((value) => value.toFixed(1)).join(' ');
  return numberElement(text, {
    transform: `translate(${place}) rotate(${angle.toFixed(1)})`,
    y: LABEL_SIZE * 0.35,
    'font-size': LABEL_SIZE,
    'text-anchor': 'middle',
    fill: INK,
    stroke: '#ffffff',
    'stroke-width': 3,
    'stroke-opacity': '0.75',
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  });
}

/**
 * Draws contours with their numbers.
 *
 * @param shares - of the colours, from the top row down, [height, width]; NaN for no value.
 * @param size - cells, at least 2 by 2.
 * @param box - the window.
 * @param levels - the numbers wanted.
 * @param obstacles - what else is drawn.
 * @returns nothing where no contour can be drawn.
 */
export function contourLayer(
  shares: Float64Array,
  size: PixelSize,
  box: Box,
  levels: readonly AxisLabel[],
  obstacles: Obstacles,
): string {
  const lines = contourLines(shares, size, levels, box).map(({ level, points }) => ({
    text: level.text,
    points: points.map((place) => pixelIn(box, place)),
  }));
  if (lines.length === 0) return '';
  const isFree = ([x, y]: Pixel, radius: number) =>
    x - radius >= box.left &&
    x + radius <= box.left + box.width &&
    y - radius >= box.top &&
    y + radius <= box.top + box.height &&
    obstacles.lines.every((points) => isClearOf(points, [x, y], radius)) &&
    obstacles.marks.every((mark) => Math.hypot(mark[0] - x, mark[1] - y) >= radius + MARK_RADIUS);
  return [
    contourStroke(lines.map(({ points }) => points)),
    ...contourLabels(lines, isFree).map(labelElement),
  ].join('\n');
}
