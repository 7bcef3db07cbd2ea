// Where the numbers of contours stand: on the line, along it, and only where neither another line
// nor another mark would be covered. What finds no room is read off the colour bar.
import type { Pixel } from './elements.ts';
import { textWidth } from './typography.ts';

/** A contour in pixels. */
export interface LabelledLine {
  readonly text: string;
  readonly points: readonly Pixel[];
}

/** Where a label stands. */
export interface LabelPlace {
  readonly text: string;
  readonly centre: Pixel;
  /** Degrees clockwise, within a quarter turn either way: never upside down. */
  readonly angle: number;
}

/** Font size of the labels. */
export const LABEL_SIZE = 10;
/** Pixels around a label that stay free. */
const CLEARANCE = 5;
/** Shares of a line's length at which its label is tried. */
const TRIALS = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9];
/** A label needs a line this many times its own width, or it would be the line. */
const LEAST_LENGTH = 2.5;

const distance = ([ax, ay]: Pixel, [bx, by]: Pixel) => Math.hypot(bx - ax, by - ay);

/** Distance of a place from a straight line between two points. */
function distanceToSegment(place: Pixel, from: Pixel, to: Pixel): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const along = (place[0] - from[0]) * dx + (place[1] - from[1]) * dy;
  const share = square > 0 ? Math.min(1, Math.max(0, along / square)) : 0;
  return distance(place, [from[0] + share * dx, from[1] + share * dy]);
}

/**
 * Says whether a line stays out of a circle.
 *
 * @param points - of the line.
 * @param centre - of the circle.
 * @param radius - in pixels.
 */
export function isClearOf(points: readonly Pixel[], centre: Pixel, radius: number): boolean {
  return points.every(
    (point, index) => distanceToSegment(centre, points[index - 1] ?? point, point) >= radius,
  );
}

/** Lengths along a line from its beginning to each point. */
function lengthsAlong(points: readonly Pixel[]): number[] {
  let length = 0;
  return points.map((point, index) => {
    length += distance(points[index - 1] ?? point, point);
    return length;
  });
}

function pointAt(points: readonly Pixel[], lengths: readonly number[], length: number): Pixel {
  const index = lengths.findIndex((reached) => reached >= length);
  const to = points[index] ?? points.at(-1) ?? [0, 0];
  const from = points[index - 1] ?? to;
  const [start, end] = [lengths[index - 1] ?? 0, lengths[index] ?? 0];
  const share = end > start ? (length - start) / (end - start) : 0;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** A circle that nothing else may touch. */
interface Occupied {
  readonly centre: Pixel;
  readonly radius: number;
}

/**
 * Places labels on contours, the longest line of each number first tried.
 *
 * @param lines - all contours drawn.
 * @param isFree - whether a circle around a place lies inside the picture and off its other marks.
 * @returns one label per number at most.
 */
export function contourLabels(
  lines: readonly LabelledLine[],
  isFree: (centre: Pixel, radius: number) => boolean,
): LabelPlace[] {
  const placed: (LabelPlace & Occupied)[] = [];
  const measured = lines
    .map((line) => ({ ...line, lengths: lengthsAlong(line.points) }))
    .sort((a, b) => (b.lengths.at(-1) ?? 0) - (a.lengths.at(-1) ?? 0));
  for (const { text, points, lengths } of measured) {
    const width = textWidth(text, LABEL_SIZE);
    const length = lengths.at(-1) ?? 0;
    if (length < LEAST_LENGTH * width || placed.some((label) => label.text === text)) continue;
    const radius = width / 2 + CLEARANCE;
    const isClear = (centre: Pixel) =>
      isFree(centre, radius) &&
      placed.every((label) => distance(label.centre, centre) >= label.radius + radius) &&
      lines.every((line) => line.text === text || isClearOf(line.points, centre, radius));
    for (const trial of TRIALS) {
      const at = trial * length;
      const centre = pointAt(points, lengths, at);
      if (!isClear(centre)) continue;
      const before = pointAt(points, lengths, Math.max(0, at - width / 2));
      const after = pointAt(points, lengths, Math.min(length, at + width / 2));
      // Where the line bends within the label, the text would leave it.
      if (distance(before, after) < 0.9 * width) continue;
      const turn = (Math.atan2(after[1] - before[1], after[0] - before[0]) * 180) / Math.PI;
      const angle = turn > 90 ? turn - 180 : turn <= -90 ? turn + 180 : turn;
      placed.push({ text, centre, angle, radius });
      break;
    }
  }
  return placed.map(({ text, centre, angle }) => ({ text, centre, angle }));
}
