// The x axis below a plot: a line with ticks, the row of labels under it and, where the labels do
// not say what they measure, its name. Counts name their first and last; coordinates round numbers.
import { formatCount, formatCounted } from '../format.ts';
import type { Glyphs } from '../terminal.ts';
import { stripControl, truncate } from '../text.ts';
import type { XRange } from './resample.ts';
import { type AxisLabel, roundLabels, roundStep } from './scale.ts';

/** Columns one count and the space around it take on average; sets how many ticks are tried. */
const COLUMNS_PER_COUNT = 14;
/** The same for a coordinate, which has fewer digits. */
const COLUMNS_PER_NUMBER = 8;

/** What an x axis measures. */
export interface AxisUnit {
  /** Stands below the labels; null where the labels say it themselves. */
  readonly name: string | null;
  /**
   * Proposes labels, the most important first: what does not fit beside earlier ones is left out.
   *
   * @param range - numbers at the first and the last column.
   * @param width - columns of the plot.
   */
  labels(range: XRange, width: number): readonly AxisLabel[];
}

/** Whole numbers from a first to a last one, both always named: `1 … 500 … 2,000 steps`. */
function counted(one: string, many: string): AxisUnit {
  return {
    name: null,
    labels({ first, last }, width) {
      const end = { share: 1, text: formatCounted(last, one, many) };
      const span = last - first;
      if (span <= 0) return [{ ...end, share: 0 }];
      const step = Math.max(1, roundStep(span / Math.max(1, width / COLUMNS_PER_COUNT)));
      const between: AxisLabel[] = [];
      for (let n = Math.ceil(first / step); n * step < last; n += 1) {
        between.push({ share: (n * step - first) / span, text: formatCount(n * step) });
      }
      return [end, { share: 0, text: formatCount(first) }, ...between];
    },
  };
}

/** Updates of a training. */
export const STEPS: AxisUnit = counted('step', 'steps');

/** Positions in a sequence, t = 1 … T. */
export const TIME_STEPS: AxisUnit = counted('time step', 'time steps');

/**
 * Measures a coordinate: any numbers, descending ones too, with round numbers named.
 *
 * @param name - the coordinate, for example `wr`.
 */
export function coordinate(name: string): AxisUnit {
  return {
    name,
    labels: ({ first, last }, width) =>
      roundLabels(first, last, Math.max(1, width / COLUMNS_PER_NUMBER)),
  };
}

interface PlacedLabel {
  readonly column: number;
  readonly start: number;
  readonly text: string;
}

/**
 * Finds room for labels below a drawing, each centred on its place as far as the ends allow.
 *
 * @param labels - the most important first.
 * @param width - columns of the drawing.
 * @param left - columns left of it.
 * @returns the columns of the drawing that are labelled, and the row of labels.
 */
export function labelRow(
  labels: readonly AxisLabel[],
  width: number,
  left: number,
): { columns: ReadonlySet<number>; row: string } {
  const total = left + width;
  const placed: PlacedLabel[] = [];
  for (const { share, text } of labels) {
    const column = Math.round(share * (width - 1));
    const centred = left + column - Math.floor((text.length - 1) / 2);
    const start = Math.max(0, Math.min(total - text.length, Math.max(left, centred)));
    const free = placed.every(
      (other) =>
        start + text.length + 2 <= other.start || other.start + other.text.length + 2 <= start,
    );
    if (free && text.length <= total) placed.push({ column, start, text });
  }
  return {
    columns: new Set(placed.map(({ column }) => column)),
    row: placed
      .sort((a, b) => a.start - b.start)
      .reduce((row, { start, text }) => row.padEnd(start) + text, ''),
  };
}

/** Centres a name below a drawing. */
function nameRow(name: string, width: number, left: number): string {
  const text = truncate(stripControl(name), left + width);
  return text.padStart(Math.min(left + width, left + Math.ceil((width + text.length) / 2)));
}

/**
 * Draws the axis line, its labels and its name.
 *
 * @param range - numbers at the first and the last column.
 * @param width - columns of the plot, right of the y axis.
 * @param left - columns left of the y axis line.
 * @param unit - what is measured, for example steps.
 * @param glyphs - characters to draw with.
 * @returns two or three lines of at most `left + 1 + width` columns.
 */
export function xAxis(
  range: XRange,
  width: number,
  left: number,
  unit: AxisUnit,
  glyphs: Glyphs,
): string[] {
  const { columns, row } = labelRow(unit.labels(range, width), width, left + 1);
  const line = Array.from({ length: width }, (_, column) =>
    columns.has(column) ? glyphs.axisTickBelow : glyphs.axisHorizontal,
  );
  return [
    `${' '.repeat(left)}${glyphs.axisCorner}${line.join('')}`,
    row,
    ...(unit.name === null ? [] : [nameRow(unit.name, width, left + 1)]),
  ];
}
