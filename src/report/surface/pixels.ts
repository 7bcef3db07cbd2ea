// A surface brought to the pixels of a map: which grid points each pixel covers, where a place of
// the plane falls, and which pixels a curve crosses. The first grid point lies at the left and at
// the bottom, whatever the numbers there; pixel rows are counted from the top.
import type {
  Curve,
  Place,
  Refinement,
  Surface,
  SurfaceView,
} from '../../experiment/surface/surface.ts';
import {
  isInWindow,
  placeBetween,
  visiblePart,
  type WindowPlace,
  windowPlaceOf,
} from './windowPlace.ts';

/** Size of a map in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Indices that a pixel covers, from first to last. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** Divides indices among pixels: the nearest pixel covers an index, and none stays without one. */
function spansOf(count: number, pixels: number): Span[] {
  const step = pixels > 1 ? (count - 1) / (pixels - 1) : 0;
  return Array.from({ length: pixels }, (_, pixel) => {
    const first = pixels > 1 ? Math.ceil((pixel - 0.5) * step) : 0;
    const last = pixels > 1 ? Math.ceil((pixel + 0.5) * step) - 1 : count - 1;
    const nearest = Math.min(count - 1, Math.round(pixel * step));
    return first > last
      ? { first: nearest, last: nearest }
      : { first: Math.max(0, first), last: Math.min(count - 1, last) };
  });
}

/**
 * Finds the number of every pixel: the mean of the costs it covers, the largest of the gradient
 * norms (a wall is thinner than a pixel), refined ones among them, the nearest where it covers none.
 * One number that is not finite makes its pixel so.
 *
 * @param view - the surface and which of its numbers is shown.
 * @param size - the map.
 * @returns numbers from the top row down, [height, width].
 */
export function pixelValues(view: SurfaceView, size: PixelSize): Float64Array {
  const { surface, quantity, refinement } = view;
  const { width, height } = size;
  const values = surface[quantity];
  const columns = spansOf(surface.x.count, width);
  const rows = spansOf(surface.y.count, height).reverse();
  const pixels = new Float64Array(width * height);
  rows.forEach((row, pixelRow) => {
    columns.forEach((column, pixelColumn) => {
      const share = 1 / ((row.last - row.first + 1) * (column.last - column.first + 1));
      let mean = 0;
      let largest = Number.NEGATIVE_INFINITY;
      for (let j = row.first; j <= row.last; j += 1) {
        for (let i = column.first; i <= column.last; i += 1) {
          const value = values[j * surface.x.count + i] ?? Number.NaN;
          mean += value * share;
          largest = Math.max(largest, value);
        }
      }
      pixels[pixelRow * width + pixelColumn] = quantity === 'cost' ? mean : largest;
    });
  });
  if (quantity === 'gradientNorm' && refinement) raise(pixels, surface, refinement.points, size);
  return pixels;
}

/** Raises pixels to the gradient norms of points between those of the grid. */
function raise(
  pixels: Float64Array,
  surface: Surface,
  { x, y, gradientNorm }: Refinement['points'],
  size: PixelSize,
): void {
  gradientNorm.forEach((norm, index) => {
    const place = { x: x[index] ?? Number.NaN, y: y[index] ?? Number.NaN };
    const pixel = pixelAt(surface, place, size);
    if (!pixel) return;
    const at = pixel.row * size.width + pixel.column;
    pixels[at] = Math.max(pixels[at] ?? norm, norm);
  });
}

/**
 * Says whether a place lies in the window of a surface, its edges included.
 *
 * @param surface - the grid.
 * @param place - any place.
 */
export function isInside(surface: Surface, place: Place): boolean {
  return isInWindow(windowPlaceOf(surface, place));
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** The pixel of shares in the window; what rounding put outside is moved to its edge. */
const pixelOf = ({ across, up }: WindowPlace, { width, height }: PixelSize) => ({
  column: Math.round(clamp(across) * (width - 1)),
  row: Math.round((1 - clamp(up)) * (height - 1)),
});

/**
 * Finds the pixel of a place.
 *
 * @param surface - the grid.
 * @param place - any place.
 * @param size - the map.
 * @returns its column and row, or null outside the window.
 */
export function pixelAt(
  surface: Surface,
  place: Place,
  size: PixelSize,
): { column: number; row: number } | null {
  return isInside(surface, place) ? pixelOf(windowPlaceOf(surface, place), size) : null;
}

/** Pixels of a dash and of the gap after it. */
const DASH = 2;

/**
 * Finds the pixels that a curve, drawn dashed so that what lies under it shows, takes inside the
 * window.
 *
 * @param surface - the grid.
 * @param curve - places joined by straight lines.
 * @param size - the map.
 * @returns indices of pixels, row · width + column.
 */
export function curvePixels(surface: Surface, curve: Curve, size: PixelSize): Set<number> {
  const pixels = new Set<number>();
  let length = 0;
  const places = curve.map((place) => windowPlaceOf(surface, place));
  places.forEach((to, index) => {
    const from = places[index - 1];
    const part = from && visiblePart(from, to);
    if (!part) return;
    const start = placeBetween(from, to, part.enter);
    const end = placeBetween(from, to, part.leave);
    const [first, last] = [pixelOf(start, size), pixelOf(end, size)];
    const moves = Math.max(Math.abs(last.column - first.column), Math.abs(last.row - first.row));
    // Each part leaves its last pixel to the next one's first.
    for (let move = 0; move < moves; move += 1) {
      const { column, row } = pixelOf(placeBetween(start, end, move / moves), size);
      if (length % (2 * DASH) < DASH) pixels.add(row * size.width + column);
      length += 1;
    }
  });
  return pixels;
}
