// One resampled series drawn on a canvas: the range of each column, then the line, by asciichart.
// asciichart gets whole rows only: it fails on non-finite values and rounds heights of its own.
import { plot } from 'asciichart';
import type { ChalkInstance } from 'chalk';
import type { Glyphs, LineSymbols, Palette } from '../terminal.ts';
import type { Canvas } from './canvas.ts';
import type { PlotColumn } from './resample.ts';

/** How one series looks. */
export interface SeriesStyle {
  readonly symbols: LineSymbols;
  readonly paint: ChalkInstance;
  /** Character between a column's smallest and largest value. */
  readonly range: string;
}

/** A series ready to be drawn: what each column holds, and how it looks. */
export interface DrawnSeries {
  readonly label: string;
  readonly columns: readonly (PlotColumn | null)[];
  readonly style: SeriesStyle;
}

/** Gives the row of a transformed value, 0 at the top. */
export type RowOf = (transformed: number) => number;

/**
 * Chooses how the n-th series of a plot looks; the styles begin again after the last.
 *
 * @param index - place of the series in the plot, from 0.
 * @param glyphs - characters the terminal can show.
 * @param palette - colours the terminal can show.
 * @throws RangeError where a table of styles is empty.
 */
export function styleOf(index: number, glyphs: Glyphs, palette: Palette): SeriesStyle {
  const symbols = glyphs.lines[index % glyphs.lines.length];
  const paint = palette.series[index % palette.series.length];
  if (!symbols || !paint) throw new RangeError('styleOf: a table of line styles is empty');
  return { symbols, paint, range: glyphs.range };
}

/**
 * Draws the span from the smallest to the largest value of each column.
 *
 * @param canvas - where to draw.
 * @param series - what to draw.
 * @param rowOf - the y axis.
 * @returns whether there was any span to draw.
 */
export function drawRanges(canvas: Canvas, series: DrawnSeries, rowOf: RowOf): boolean {
  const { range, paint } = series.style;
  let drawn = false;
  series.columns.forEach((column, x) => {
    // Within neighbouring rows the line itself shows it.
    if (column === null || rowOf(column.low) - rowOf(column.high) < 2) return;
    drawn = true;
    for (let row = rowOf(column.high); row <= rowOf(column.low); row += 1) {
      canvas.set(x, row, range, paint.dim);
    }
  });
  return drawn;
}

/** Splits a series into its runs of drawable columns. */
function runsOf(columns: readonly (PlotColumn | null)[]) {
  const runs: { start: number; values: number[] }[] = [];
  columns.forEach((column, x) => {
    if (column === null) return;
    const run = x > 0 && columns[x - 1] !== null ? runs.at(-1) : undefined;
    if (run) run.values.push(column.middle);
    else runs.push({ start: x, values: [column.middle] });
  });
  return runs;
}

/**
 * Draws the line through the columns' means, with gaps where there is nothing to draw.
 *
 * @param canvas - where to draw.
 * @param series - what to draw.
 * @param rowOf - the y axis.
 * @param height - rows of the canvas, at least 2.
 */
export function drawLine(canvas: Canvas, series: DrawnSeries, rowOf: RowOf, height: number): void {
  const { symbols, paint } = series.style;
  for (const { start, values } of runsOf(series.columns)) {
    const levels = values.map((value) => height - 1 - rowOf(value));
    // asciichart draws the way from one value to the next: the first value goes in twice, so that
    // every column holds its own value. Its own axis takes the first column, which is cut off.
    const chart = plot([...levels.slice(0, 1), ...levels], {
      min: 0,
      max: height - 1,
      height: height - 1,
      offset: 1,
      symbols,
      format: () => ' ',
    });
    chart.split('\n').forEach((line, row) => {
      [...line].slice(1).forEach((character, column) => {
        if (character !== ' ') canvas.set(start + column, row, character, paint);
      });
    });
  }
}
