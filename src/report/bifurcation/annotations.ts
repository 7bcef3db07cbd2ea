// Marks and their labels over the curves of a plot: a label goes where nothing else is, or nowhere.
import type { ChalkInstance } from 'chalk';
import type { Canvas } from '../plot/canvas.ts';

/** Characters put on a canvas one by one, with a memory of where they are. */
export interface Annotations {
  /** Puts a character, whatever was there. */
  mark(column: number, row: number, character: string, paint: ChalkInstance): void;
  /** Puts a character if the cell is empty. */
  fill(column: number, row: number, character: string, paint: ChalkInstance): void;
  /**
   * Puts a text near a cell where it touches nothing.
   *
   * @returns whether there was room
   */
  label(column: number, row: number, text: string, paint: ChalkInstance): boolean;
}

/** Rows to try, from the nearest. */
const ROW_STEPS = [0, 1, -1, 2, -2] as const;

/**
 * Opens the annotations of a plot.
 *
 * @param canvas - what they are put on.
 * @param width - columns of the canvas.
 * @param height - rows of the canvas.
 * @param isTaken - whether a cell holds a curve.
 */
export function openAnnotations(
  canvas: Canvas,
  width: number,
  height: number,
  isTaken: (column: number, row: number) => boolean,
): Annotations {
  const put = new Set<number>();
  const isInside = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height;
  const isEmpty = (column: number, row: number) =>
    !isInside(column, row) || !(put.has(row * width + column) || isTaken(column, row));
  const mark: Annotations['mark'] = (column, row, character, paint) => {
    if (!isInside(column, row)) return;
    put.add(row * width + column);
    canvas.set(column, row, character, paint);
  };
  /** Whether a text and one column on either side of it are free. */
  const fits = (start: number, row: number, length: number) => {
    if (row < 0 || row >= height || start < 0 || start + length > width) return false;
    const cells = Array.from({ length: length + 2 }, (_, index) => start - 1 + index);
    return cells.every((column) => isEmpty(column, row));
  };
  return {
    mark,
    fill(column, row, character, paint) {
      if (isEmpty(column, row)) mark(column, row, character, paint);
    },
    label(column, row, text, paint) {
      const { length } = text;
      // Thick curves lean to the left of their cell: only there a label may stand off further.
      const left = column - 1 - length;
      const starts = [column + 2, left, left - 1, column - Math.floor(length / 2)];
      const places = ROW_STEPS.flatMap((step) =>
        starts.map((start) => [start, row + step] as const),
      );
      const found = places.find(([start, at]) => fits(start, at, length));
      if (found === undefined) return false;
      [...text].forEach((character, index) => {
        mark(found[0] + index, found[1], character, paint);
      });
      return true;
    },
  };
}
