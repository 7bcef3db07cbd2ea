// Lines of equal number over a map, by marching squares. Only lines between finite numbers: the
// edges of the window and of grey cells are none.
import { contours } from 'd3-contour';
import type { AxisLabel } from '../../plot/scale.ts';
import type { PixelSize } from '../pixels.ts';
import type { WindowPlace } from '../windowPlace.ts';
import type { Box } from './box.ts';

/** An unbroken line of equal number. */
export interface ContourLine {
  /** The number, and its share of the colours. */
  readonly level: AxisLabel;
  /** At least two places. */
  readonly points: readonly WindowPlace[];
}

/** More points than this are noise, in which no line can be followed. */
const MOST_POINTS = 30_000;

/** Lines closer to each other than this, in pixels, would hide the cliff they run along. */
const SMALLEST_GAP = 2.5;

/** How many pairs of neighbouring cells lie on both sides of a level: the points of its lines. */
function crossingCount(shares: Float64Array, { width }: PixelSize, level: number): number {
  return shares.reduce((count, share, index) => {
    const isAbove = share >= level;
    const right = (index + 1) % width === 0 ? share : (shares[index + 1] ?? share);
    const below = shares[index + width] ?? share;
    return count + Number(right >= level !== isAbove) + Number(below >= level !== isAbove);
  }, 0);
}

type RingPoint = readonly [x: number, y: number];

/**
 * Parts of a closed ring of which every point has a place; a ring that has all of them stays closed.
 */
function unbrokenParts(
  ring: readonly RingPoint[],
  placeOf: (point: RingPoint) => WindowPlace | null,
): WindowPlace[][] {
  const places = ring.map(placeOf);
  const gap = places.indexOf(null);
  // The last point repeats the first: where the ring is cut at a gap, no part runs over that seam.
  const cut = gap === -1 ? places : [...places.slice(gap, -1), ...places.slice(0, gap)];
  const parts: WindowPlace[][] = [[]];
  for (const place of cut) {
    if (place) parts.at(-1)?.push(place);
    else parts.push([]);
  }
  return parts.filter((part) => part.length >= 2);
}

/**
 * Finds the lines of equal number.
 *
 * @param shares - of the colours, from the top row down, [height, width]; NaN for no value.
 * @param size - cells, at least 2 by 2.
 * @param levels - the numbers wanted.
 * @param box - where the lines are drawn: the cells' centres fill it.
 * @returns lines between the cells' centres, but for cliffs, along which they would run into one
 *   another; none where there are too many to be read.
 */
export function contourLines(
  shares: Float64Array,
  size: PixelSize,
  levels: readonly AxisLabel[],
  box: Pick<Box, 'width' | 'height'>,
): ContourLine[] {
  const { width, height } = size;
  const inner = levels.filter(({ share }) => share > 0 && share < 1);
  const pointCount = inner.reduce(
    (count, { share }) => count + crossingCount(shares, size, share),
    0,
  );
  if (pointCount > MOST_POINTS) return [];
  const shareAt = (column: number, row: number) =>
    column >= 0 && column < width ? (shares[row * width + column] ?? Number.NaN) : Number.NaN;
  const [across, upwards] = [box.width / (width - 1), box.height / (height - 1)];
  const isCliff = (from: number, to: number, room: number) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const count = inner.filter(({ share }) => share > low && share <= high).length;
    return count > 1 && room < count * SMALLEST_GAP;
  };
  // A point of a ring lies on the border of two cells, of which the centres are half a unit in.
  const placeAt = (level: number) => (point: RingPoint) => {
    const [column, row] = [Math.floor(point[0] - 0.5), Math.floor(point[1] - 0.5)];
    const [right, down] = [Number(Number.isInteger(point[0])), Number(Number.isInteger(point[1]))];
    const [from, to] = [shareAt(column, row), shareAt(column + right, row + down)];
    const way = (level - from) / (to - from);
    const room = right === 1 ? across : upwards;
    if (Number.isNaN(way) || isCliff(from, to, room)) return null;
    return {
      across: (column + right * way) / (width - 1),
      up: 1 - (row + down * way) / (height - 1),
    };
  };
  const generator = contours().size([width, height]).smooth(false);
  const values = Array.from(shares);
  return inner.flatMap((level) =>
    generator
      .contour(values, level.share)
      .coordinates.flat()
      .flatMap((ring) => {
        const points = ring.map(([x = Number.NaN, y = Number.NaN]) => [x, y] as const);
        return unbrokenParts(points, placeAt(level.share));
      })
      .map((points) => ({ level, points })),
  );
}
