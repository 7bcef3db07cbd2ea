// The rows of a map without its axes: pixels, the wall among them, and marks over them.
import { createCanvas } from '../plot/canvas.ts';
import type { PixelSize } from './pixels.ts';
import type { Mark, Shading } from './shading.ts';

/** What a map shows. */
export interface MapContent {
  /** Shares of the colours from the top row of pixels down, [height, width]. */
  readonly shares: Float64Array;
  /** Pixels the wall runs through, row · width + column. */
  readonly wall: ReadonlySet<number>;
  /** Marks by character cell, row · width + column. */
  readonly marks: ReadonlyMap<number, Mark>;
}

/**
 * Draws the rows of a map.
 *
 * @param content - what it shows.
 * @param size - its size in pixels; whole cells high.
 * @param shading - how pixels become characters.
 * @returns one line per row of cells, from the top.
 */
export function mapRows(
  { shares, wall, marks }: MapContent,
  { width, height }: PixelSize,
  shading: Shading,
): string[] {
  const { pixelsPerCell } = shading;
  const rows = height / pixelsPerCell;
  const canvas = createCanvas(width, rows);
  for (let cell = 0; cell < width * rows; cell += 1) {
    const [row, column] = [Math.floor(cell / width), cell % width];
    const pixels = Array.from({ length: pixelsPerCell }, (_, below) => {
      const pixel = (row * pixelsPerCell + below) * width + column;
      return { share: shares[pixel] ?? Number.NaN, isWall: wall.has(pixel) };
    });
    const mark = marks.get(cell);
    const { character, paint } = mark ? shading.mark(pixels, mark) : shading.cell(pixels);
    canvas.set(column, row, character, paint);
  }
  return Array.from({ length: rows }, (_, row) => canvas.line(row));
}
