// A table of short texts: columns aligned to the right, the least important left out where the
// terminal is too narrow.
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { stripControl, truncate } from './text.ts';

const GAP = '  ';

/** Texts with nothing in them that steers a terminal; headings come first. */
const harmless = (table: readonly (readonly string[])[]): string[][] =>
  table.map((row) => row.map(stripControl));

function columnWidths([headings = [], ...rows]: readonly (readonly string[])[]): number[] {
  return headings.map((heading, column) =>
    rows.reduce(
      (most, row) => Math.max(most, [...(row[column] ?? '')].length),
      [...heading].length,
    ),
  );
}

function fittingCount(widths: readonly number[], columns: number): number {
  let count = widths.length;
  let width = widths.reduce((sum, one) => sum + one, GAP.length * (count - 1));
  while (count > 1 && width > columns) {
    count -= 1;
    width -= (widths[count] ?? 0) + GAP.length;
  }
  return count;
}

/**
 * Counts the columns of a table that fit on a terminal.
 *
 * @param headings - one per column, the most important first.
 * @param rows - texts, as many per row as there are headings.
 * @param terminal - what the terminal can show.
 * @returns at least 1.
 */
export function fittingColumns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Pick<TerminalOptions, 'columns'>,
): number {
  const widths = columnWidths(harmless([headings, ...rows]));
  return fittingCount(widths, clampColumns(terminal.columns));
}

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
  const table = harmless([headings, ...rows]);
  const widths = columnWidths(table);
  const shown = fittingCount(widths, columns);
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
