// A table of short texts: columns aligned to the right, the least important left out where the
// terminal is too narrow.
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { stripControl, truncate } from './text.ts';

const GAP = '  ';

/**
 * Lays out a table.
 *
 * @param headings - one per column, the most important first.
 * @param rows - texts, as many per row as there are headings.
 * @param terminal - what the terminal can show.
 * @returns the heading line and one line per row, no wider than the terminal.
 */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: TerminalOptions,
): string[] {
  const columns = clampColumns(terminal.columns);
  const table = [headings, ...rows].map((row) => row.map(stripControl));
  const widths = headings.map((_, column) =>
    Math.max(...table.map((row) => [...(row[column] ?? '')].length)),
  );
  const widthOf = (count: number) =>
    widths.slice(0, count).reduce((sum, width) => sum + width, GAP.length * (count - 1));
  let shown = headings.length;
  while (shown > 1 && widthOf(shown) > columns) shown -= 1;
  const [heading = '', ...body] = table.map((row) =>
    truncate(
      row
        .slice(0, shown)
        .map((text, column) => text.padStart(widths[column] ?? 0))
        .join(GAP),
      columns,
    ),
  );
  return [paletteFor(terminal).faint(heading), ...body];
}

/**
 * Chooses evenly spread places of a list, the first and the last among them.
 *
 * @param length - length of the list.
 * @param limit - most places wanted, at least 2.
 * @returns indices in ascending order.
 */
export function evenlySpread(length: number, limit: number): number[] {
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (length - 1)) / (limit - 1)));
}
