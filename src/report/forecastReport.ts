// A forecast beside what came: a plot for each column, some of its rows, and how far off it is.
import type { Forecast } from '../experiment/inference/forecast.ts';
import { textCell } from './csvCell.ts';
import { formatCount, formatCounted, formatNumber } from './format.ts';
import { linePlot } from './plot/linePlot.ts';
import { coordinate } from './plot/xAxis.ts';
import { singlePoint } from './seriesRecorder.ts';
import { clampColumns, type TerminalOptions } from './terminal.ts';
import { stripControl, wrapText } from './text.ts';
import { evenlySpread, textTable } from './textTable.ts';

/** Columns of the series that are drawn; more are told of in numbers only. */
const DRAWN_CHANNELS = 3;
const SHOWN_ROWS = 10;

type Rows = Forecast['truth'];

/** The plots of a forecast: truth up to its end, forecast from its beginning. */
function plots({ channels, before, truth, forecast, from }: Forecast, terminal: TerminalOptions) {
  const pointsOf = (rows: Rows, channel: number, first: number) =>
    rows.map((row, index) => singlePoint(first + index, row[channel] ?? Number.NaN));
  return channels.slice(0, DRAWN_CHANNELS).flatMap((name, channel) => [
    ...linePlot(
      [
        { label: 'truth', points: pointsOf([...before, ...truth], channel, from - before.length) },
        { label: 'forecast', points: pointsOf(forecast, channel, from) },
      ],
      { title: stripControl(name), scale: 'linear', xUnit: coordinate('row') },
      terminal,
    ),
    '',
  ]);
}

/** Root of the mean squared difference of a column. */
function rootMeanSquare({ truth, forecast }: Forecast, channel: number): number {
  const squares = truth.map((row, index) => {
    const difference = (row[channel] ?? 0) - (forecast[index]?.[channel] ?? 0);
    return difference * difference;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/**
 * Draws a forecast.
 *
 * @param forecast - rows of truth and forecast.
 * @param terminal - what the terminal can show.
 * @returns lines, each closed by a newline.
 */
export function forecastReport(forecast: Forecast, terminal: TerminalOptions): string {
  const { channels, truth, from, split } = forecast;
  const headings = channels.flatMap((name) => [name, `${name}: forecast`]);
  const rows = evenlySpread(truth.length, SHOWN_ROWS).map((index) => [
    formatCount(from + index),
    ...channels.flatMap((_, channel) =>
      [truth, forecast.forecast].map((all) =>
        formatNumber(all[index]?.[channel] ?? Number.NaN, { digits: 4, keepZeros: true }),
      ),
    ),
  ]);
  const errors = channels.map(
    (name, channel) => `${stripControl(name)} ${formatNumber(rootMeanSquare(forecast, channel))}`,
  );
  const closing =
    `${formatCounted(truth.length, 'row', 'rows')} of ${split} forecast after ` +
    `${formatCounted(from, 'row', 'rows')}; root mean squared error: ${errors.join(', ')}`;
  return [
    ...plots(forecast, terminal),
    ...textTable(['row', ...headings], rows, terminal),
    '',
    ...wrapText(closing, clampColumns(terminal.columns)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * Writes a forecast as comma-separated values: the row, then truth and forecast of each column.
 *
 * @param forecast - rows of truth and forecast.
 */
export function forecastCsv({ channels, truth, forecast, from }: Forecast): string {
  const headings = channels.flatMap((name) => [textCell(name), textCell(`${name}: forecast`)]);
  const lines = truth.map((row, index) =>
    [
      from + index,
      ...channels.flatMap((_, channel) => [row[channel], forecast[index]?.[channel]]),
    ].join(),
  );
  return `${[['row', ...headings].join(), ...lines].join('\n')}\n`;
}
