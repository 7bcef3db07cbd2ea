// The x axis below a plot: a line with ticks and the row of labels under it. For whole numbers
// (steps, time steps); the first and the last are always named.
import { formatCount, formatCounted } from '../format.ts';
import type { Glyphs } from '../terminal.ts';
import type { XRange } from './resample.ts';
import { roundStep } from './scale.ts';

/** Columns one label and the space around it take on average; sets how many ticks are tried. */
const COLUMNS_PER_TICK = 14;

/** What an x axis counts. */
export interface AxisUnit {
  readonly one: string;
  readonly many: string;
}

/** Updates of a training. */
export const STEPS: AxisUnit = { one: 'step', many: 'steps' };

/** Positions in a sequence, t = 1 … T. */
export const TIME_STEPS: AxisUnit = { one: 'time step', many: 'time steps' };

interface PlacedLabel {
  readonly column: number;
  readonly start: number;
  readonly text: string;
}

function candidates(range: XRange, width: number, unit: AxisUnit) {
  const span = range.last - range.first;
  const last = { x: range.last, text: formatCounted(range.last, unit.one, unit.many) };
  if (span <= 0) return [last];
  const step = Math.max(1, roundStep(span / Math.max(1, width / COLUMNS_PER_TICK)));
  const between: { x: number; text: string }[] = [];
  for (let n = Math.ceil(range.first / step); n * step < range.last; n += 1) {
    between.push({ x: n * step, text: formatCount(n * step) });
  }
  // In order of importance: what does not fit beside the earlier ones is left out.
  return [last, { x: range.first, text: formatCount(range.first) }, ...between];
}

/**
 * Draws the axis line and its labels.
 *
 * @param range - whole numbers at the first and the last column.
 * @param width - columns of the plot, right of the y axis.
 * @param left - columns left of the y axis line.
 * @param unit - what is counted, for example steps; it follows the last label.
 * @param glyphs - characters to draw with.
 * @returns two lines of at most `left + 1 + width` columns.
 */
export function xAxis(
  range: XRange,
  width: number,
  left: number,
  unit: AxisUnit,
  glyphs: Glyphs,
): [axis: string, labels: string] {
  const total = left + 1 + width;
  const span = range.last - range.first;
  const placed: PlacedLabel[] = [];
  for (const { x, text } of candidates(range, width, unit)) {
    const column = span > 0 ? Math.round(((x - range.first) / span) * (width - 1)) : 0;
    const centred = left + 1 + column - Math.floor((text.length - 1) / 2);
    const start = Math.max(0, Math.min(total - text.length, Math.max(left + 1, centred)));
    const free = placed.every(
      (other) =>
        start + text.length + 2 <= other.start || other.start + other.text.length + 2 <= start,
    );
    if (free && text.length <= total) placed.push({ column, start, text });
  }
  const ticked = new Set(placed.map(({ column }) => column));
  const line = Array.from({ length: width }, (_, column) =>
    ticked.has(column) ? glyphs.axisTickBelow : glyphs.axisHorizontal,
  );
  const labels = placed
    .sort((a, b) => a.start - b.start)
    .reduce((row, { start, text }) => row.padEnd(start) + text, '');
  return [`${' '.repeat(left)}${glyphs.axisCorner}${line.join('')}`, labels];
}
