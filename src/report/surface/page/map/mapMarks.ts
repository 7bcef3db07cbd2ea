// What is drawn over the map: wall, paths, the smallest cost and the point the reader points at.
import {
  drawArrowHead,
  drawBadge,
  drawDisc,
  drawStar,
  MARK_STROKE,
  spread,
  strokeLine,
  WALL_STROKE,
} from '../drawing/strokes.ts';
import type { OverlayLine } from '../overlayLine.ts';
import { type PagePicture, pointAt } from '../pagePicture.ts';
import { type MapFrame, placeIn } from './mapAxes.ts';

/**
 * Draws wall, paths and the smallest cost.
 *
 * @param context - of the canvas.
 * @param picture - what is shown.
 * @param frame - where the map lies.
 */
export function drawMapMarks(
  context: CanvasRenderingContext2D,
  { model, wall, paths, minimum }: PagePicture,
  frame: MapFrame,
): void {
  const place = placeIn(frame, model);
  const placesOf = ({ points }: OverlayLine) => points.map(place);
  for (const line of wall) strokeLine(context, placesOf(line), WALL_STROKE);
  if (minimum) drawStar(context, place(minimum));
  model.data.paths.forEach(({ letter, stroke }, index) => {
    const { lines = [], stops = [], start = null, end = null } = paths[index] ?? {};
    for (const line of lines) {
      const places = placesOf(line);
      strokeLine(context, places, stroke);
      const [from, to] = places.slice(-2);
      if (line.leaves && from && to) drawArrowHead(context, from, to, stroke);
    }
    for (const stop of spread(stops.map(place))) drawDisc(context, stop, 2.2, stroke);
    if (start) drawDisc(context, place(start), 4.5, stroke);
    if (end) drawBadge(context, place(end), letter, stroke);
  });
}

/**
 * Draws a cross of lines through the point the reader points at.
 *
 * @param context - of the canvas.
 * @param picture - what is shown.
 * @param frame - where the map lies.
 */
export function drawCrosshair(
  context: CanvasRenderingContext2D,
  { model, heights, cursor }: PagePicture,
  frame: MapFrame,
): void {
  if (cursor === null) return;
  const { x, y } = placeIn(frame, model)(pointAt(model, heights, cursor));
  const right = frame.left + frame.width;
  const bottom = frame.top + frame.height;
  context.save();
  for (const [color, lineWidth] of [
    ['#000000', 2.5],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    context.beginPath();
    for (const [fromX, fromY, toX, toY] of [
      [frame.left, y, x - 7, y],
      [x + 7, y, right, y],
      [x, frame.top, x, y - 7],
      [x, y + 7, x, bottom],
    ] as const) {
      if (toX < fromX || toY < fromY) continue;
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
    }
    context.stroke();
  }
  context.restore();
  drawDisc(context, { x, y }, 3, MARK_STROKE);
}
