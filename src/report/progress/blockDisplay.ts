// A few lines at the bottom of a terminal that are redrawn in place, with other output above them. Only
// drawing: what the lines say is the caller's.
import { clampColumns } from '../terminal.ts';
import { visibleWidth } from '../text.ts';
import type { Display, DisplayOptions } from './display.ts';

/** Draws the lines for a width in characters; none may be as wide. */
export type BlockLines = (columns: number) => readonly string[];

const INTERVAL_MS = 100;
const TO_LINE_START = '\r';
const UP = '\u001b[1A';
const CLEAR_BELOW = '\u001b[0J';

/**
 * Makes the display of a block on a terminal that can move its cursor.
 *
 * @param options - where it is drawn.
 * @param lines - asked for at every drawing.
 */
export function createBlockDisplay(
  { stream, terminal }: Pick<DisplayOptions, 'stream' | 'terminal'>,
  lines: BlockLines,
): Display {
  let drawn: readonly string[] = [];
  const columnsNow = () => clampColumns(stream.columns ?? terminal.columns);
  /** A window that became narrower has broken the lines that are there. */
  const rowsOf = (line: string, columns: number) =>
    Math.max(1, Math.ceil(visibleWidth(line) / columns));
  const erasure = () => {
    const columns = columnsNow();
    const rows = drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0);
    return rows === 0 ? '' : TO_LINE_START + UP.repeat(rows) + CLEAR_BELOW;
  };
  const redraw = (above: string) => {
    const before = erasure();
    drawn = lines(columnsNow());
    stream.write(`${before}${above}${drawn.map((line) => `${line}\n`).join('')}`);
  };
  return {
    intervalMs: INTERVAL_MS,
    draw: () => redraw(''),
    print: (line) => redraw(`${line}\n`),
    close() {
      const before = erasure();
      drawn = [];
      if (before !== '') stream.write(before);
    },
  };
}
