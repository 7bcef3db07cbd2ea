// A grid of characters with one colour each. It knows nothing of numbers or scales.
import type { ChalkInstance } from 'chalk';

interface Cell {
  readonly character: string;
  readonly paint: ChalkInstance | null;
}

/** A grid to draw on; places outside it are ignored. */
export interface Canvas {
  /** Puts one character at a column (0 at the left) and a row (0 at the top). */
  set(column: number, row: number, character: string, paint: ChalkInstance | null): void;
  /** Gives one row as text, without blanks at its end. */
  line(row: number): string;
}

/**
 * Makes a blank canvas.
 *
 * @param width - columns.
 * @param height - rows.
 */
export function createCanvas(width: number, height: number): Canvas {
  const cells: (Cell | null)[] = Array.from({ length: width * height }, () => null);
  const inside = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height;
  return {
    set(column, row, character, paint) {
      if (inside(column, row)) cells[row * width + column] = { character, paint };
    },
    line(row) {
      let text = '';
      let run = '';
      let paint: ChalkInstance | null = null;
      const flush = () => {
        text += paint === null ? run : paint(run);
        run = '';
      };
      const cellsOfRow = cells.slice(row * width, (row + 1) * width);
      const end = cellsOfRow.findLastIndex((cell) => cell !== null) + 1;
      for (const cell of cellsOfRow.slice(0, end)) {
        const nextPaint = cell?.paint ?? null;
        // One colour code per run of equal colour, not per character.
        if (nextPaint !== paint) flush();
        paint = nextPaint;
        run += cell?.character ?? ' ';
      }
      flush();
      return text;
    },
  };
}
