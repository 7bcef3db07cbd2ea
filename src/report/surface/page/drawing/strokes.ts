// The strokes and signs of what lies over a surface: each in two colours, so that it can be seen on any
// of the map's. The same on the map, in the scene and in the legend.
import type { PageStroke } from '../../pageData.ts';
import { TEXT_SIZE } from './canvas.ts';

/** A place on a canvas, in CSS pixels. */
export interface CanvasPlace {
  readonly x: number;
  readonly y: number;
}

/** The analytic wall: beads, which no path has. */
export const WALL_STROKE: PageStroke = { color: '#ffffff', casing: '#000000', dash: [0.1, 6] };

/** The smallest cost, and the point the reader points at. */
export const MARK_STROKE: PageStroke = { color: '#ffffff', casing: '#000000', dash: [] };

const LINE_WIDTH = 2;
const CASING_WIDTH = 4;
const BEAD_WIDTH = 3;

/**
 * Strokes a line with its casing.
 *
 * @param context - where.
 * @param line - its places on the canvas.
 * @param stroke - how.
 */
export function strokeLine(
  context: CanvasRenderingContext2D,
  line: readonly CanvasPlace[],
  stroke: PageStroke,
): void {
  context.save();
  context.beginPath();
  for (const { x, y } of line) context.lineTo(x, y);
  context.strokeStyle = stroke.casing;
  context.lineWidth = CASING_WIDTH;
  context.stroke();
  context.setLineDash([...stroke.dash]);
  context.strokeStyle = stroke.color;
  context.lineWidth = stroke === WALL_STROKE ? BEAD_WIDTH : LINE_WIDTH;
  context.stroke();
  context.restore();
}

/** Smallest distance between the points of a path that are marked, in CSS pixels. */
const STOP_SPACING = 5;

/**
 * Leaves out places too near to the last one kept.
 *
 * @param places - of a path, in order.
 */
export function spread<Place extends CanvasPlace>(places: readonly Place[]): Place[] {
  let last: Place | null = null;
  return places.filter((place) => {
    const isKept = last === null || Math.hypot(place.x - last.x, place.y - last.y) >= STOP_SPACING;
    if (isKept) last = place;
    return isKept;
  });
}

/**
 * Draws a disc with its casing.
 *
 * @param context - where.
 * @param place - its middle.
 * @param radius - in CSS pixels.
 * @param stroke - its colours.
 */
export function drawDisc(
  context: CanvasRenderingContext2D,
  { x, y }: CanvasPlace,
  radius: number,
  { color, casing }: PageStroke,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.strokeStyle = casing;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
}

/**
 * Draws a disc with a letter in it: the end of a path.
 *
 * @param context - where.
 * @param place - its middle.
 * @param letter - one character.
 * @param stroke - colours of the path.
 */
export function drawBadge(
  context: CanvasRenderingContext2D,
  place: CanvasPlace,
  letter: string,
  stroke: PageStroke,
): void {
  drawDisc(context, place, 8, stroke);
  context.save();
  context.font = `bold ${TEXT_SIZE - 1}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = stroke.casing;
  context.fillText(letter, place.x, place.y + 0.5);
  context.restore();
}

/**
 * Draws the head of an arrow: a line goes on beyond the drawing.
 *
 * @param context - where.
 * @param from - where the line comes from.
 * @param to - the arrow's point.
 * @param stroke - colours of the line.
 */
export function drawArrowHead(
  context: CanvasRenderingContext2D,
  from: CanvasPlace,
  to: CanvasPlace,
  { color, casing }: PageStroke,
): void {
  context.save();
  context.translate(to.x, to.y);
  context.rotate(Math.atan2(to.y - from.y, to.x - from.x));
  context.beginPath();
  context.moveTo(1, 0);
  context.lineTo(-9, -5);
  context.lineTo(-9, 5);
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = casing;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
  context.restore();
}

/**
 * Draws a star: the smallest cost.
 *
 * @param context - where.
 * @param place - its middle.
 */
export function drawStar(context: CanvasRenderingContext2D, { x, y }: CanvasPlace): void {
  context.beginPath();
  for (let corner = 0; corner < 10; corner += 1) {
    const radius = corner % 2 === 0 ? 9 : 3.8;
    const angle = (corner * Math.PI) / 5;
    context.lineTo(x + radius * Math.sin(angle), y - radius * Math.cos(angle));
  }
  context.closePath();
  context.fillStyle = MARK_STROKE.color;
  context.strokeStyle = MARK_STROKE.casing;
  context.lineWidth = 1.2;
  context.fill();
  context.stroke();
}
