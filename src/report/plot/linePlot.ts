// A line plot of one or more series as lines of text, exactly as wide as the terminal: title, y
// axis, lines, x axis, legend, and a remark for everything that could not be drawn.
import type { SeriesPoint } from '../seriesRecorder.ts';
import { clampColumns, glyphsFor, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, wrapText } from '../text.ts';
import { createCanvas } from './canvas.ts';
import { drawLine, drawRanges, styleOf } from './drawSeries.ts';
import { legendEntries, legendLines, remarksOn } from './legend.ts';
import { type ResampledSeries, resample, type XRange } from './resample.ts';
import { createScale, type ScaleKind, transform } from './scale.ts';
import { type AxisUnit, xAxis } from './xAxis.ts';
import { yAxis } from './yAxis.ts';

/** A named series of a plot. */
export interface PlotSeries {
  readonly label: string;
  /** Left to right. */
  readonly points: readonly SeriesPoint[];
}

/** A horizontal line across a plot. */
export interface PlotThreshold {
  readonly value: number;
  readonly label: string;
}

/** What a plot shows beside its series. */
export interface LinePlotOptions {
  readonly title: string;
  readonly scale: ScaleKind;
  /** What the x axis measures. */
  readonly xUnit: AxisUnit;
  /** Numbers at the first and the last column, descending ones too; the series' when left out. */
  readonly xRange?: XRange;
  readonly threshold?: PlotThreshold;
  /** Rows of the drawing; follows the width when left out. */
  readonly height?: number;
}

interface Extent {
  readonly low: number;
  readonly high: number;
}

const SMALLEST_HEIGHT = 5;
const LARGEST_HEIGHT = 14;
const COLUMNS_PER_ROW = 8;
/** Rows from one tick to the next, about. */
const ROWS_PER_TICK = 2;

const heightFor = (columns: number) =>
  Math.min(LARGEST_HEIGHT, Math.max(SMALLEST_HEIGHT, Math.round(columns / COLUMNS_PER_ROW)));

function xRangeOf(series: readonly PlotSeries[]): XRange {
  const ends = series.flatMap(({ points }) => [points.at(0), points.at(-1)]);
  const places = ends.flatMap((point) => (point ? [point.x, point.xLast] : []));
  return { first: Math.min(...places), last: Math.max(...places) };
}

/** Smallest and largest drawable value of all series, or null where there is none. */
function extentOf(resampled: readonly ResampledSeries[]): Extent | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of resampled.flatMap(({ columns }) => columns)) {
    if (column === null) continue;
    low = Math.min(low, Number.isFinite(column.low) ? column.low : column.middle);
    high = Math.max(high, column.high);
  }
  return low <= high ? { low, high } : null;
}

/** Says where a threshold lies; far from the series it would press them flat and stays outside. */
function placeOf(limit: number, extent: Extent, kind: ScaleKind): 'inside' | 'above' | 'below' {
  const span = extent.high - extent.low;
  const reach = kind === 'log10' ? Math.max(3, span) : Math.max(span, Math.abs(extent.high));
  if (limit > extent.high + reach) return 'above';
  return limit < extent.low - reach ? 'below' : 'inside';
}

/**
 * Draws a plot. Ranges of several values per column are drawn around their mean, so that a spike of
 * one step shows however long the run; non-finite values leave gaps and are counted below.
 *
 * @param series - one or more series; each keeps its own line style and colour.
 * @param options - title, scale, axis unit, threshold.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal's columns.
 */
export function linePlot(
  series: readonly PlotSeries[],
  options: LinePlotOptions,
  terminal: TerminalOptions,
): string[] {
  const columns = clampColumns(terminal.columns);
  const glyphs = glyphsFor(terminal);
  const palette = paletteFor(terminal);
  const { scale: kind } = options;
  const title = wrapText(stripControl(options.title), columns).map((line) => palette.heading(line));
  const faint = (texts: readonly string[]) =>
    texts.flatMap((text) => wrapText(text, columns)).map((line) => palette.faint(line));
  if (series.every(({ points }) => points.length === 0)) {
    return [...title, ...faint(['no values to draw'])];
  }

  const range = options.xRange ?? xRangeOf(series);
  const sample = (width: number) =>
    series.map(({ points }) => resample(points, kind, width, range));
  const remarks = (resampled: readonly ResampledSeries[]) =>
    faint(
      remarksOn(
        series.map(({ label }) => label),
        resampled,
      ),
    );
  // The labels of the y axis decide the width of the drawing, and the values decide the labels.
  const widest = sample(columns);
  const found = extentOf(widest);
  if (found === null)
    return [...title, ...faint(['no value that can be drawn']), ...remarks(widest)];

  const limit = transform(kind, options.threshold?.value ?? Number.NaN);
  const threshold = Number.isFinite(limit) ? (options.threshold ?? null) : null;
  const where = threshold === null ? 'inside' : placeOf(limit, found, kind);
  const crossed = threshold !== null && where === 'inside';
  const low = crossed ? Math.min(found.low, limit) : found.low;
  const high = crossed ? Math.max(found.high, limit) : found.high;

  const height = Math.max(SMALLEST_HEIGHT, options.height ?? heightFor(columns));
  const scale = createScale(kind, low, high, (height - 1) / ROWS_PER_TICK);
  const rowAt = (share: number) => Math.round((1 - share) * (height - 1));
  const rowOf = (transformed: number) => rowAt(scale.heightOf(transformed));
  const labels = new Map(scale.ticks.map((tick) => [rowAt(tick.height), tick.label]));
  const axis = yAxis(labels, columns, glyphs);
  const width = columns - axis.width;

  const canvas = createCanvas(width, height);
  const resampled = sample(width);
  const drawn = resampled.map((one, index) => ({
    label: series[index]?.label ?? '',
    columns: one.columns,
    style: styleOf(index, glyphs, palette),
  }));
  const ranged = drawn.map((one) => drawRanges(canvas, one, rowOf)).includes(true);
  if (crossed) {
    for (let column = 0; column < width; column += 1) {
      canvas.set(column, rowOf(limit), glyphs.threshold, palette.threshold);
    }
  }
  for (const one of drawn) drawLine(canvas, one, rowOf, height);

  const body = Array.from(
    { length: height },
    (_, row) => palette.faint(axis.line(row)) + canvas.line(row),
  );
  return [
    ...title,
    ...body,
    ...xAxis(range, width, axis.width - 1, options.xUnit, glyphs).map((line) =>
      palette.faint(line),
    ),
    ...legendLines(legendEntries({ series: drawn, ranged, threshold, where }, terminal), columns),
    ...remarks(resampled),
  ];
}
