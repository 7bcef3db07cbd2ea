// The path of the watched parameters as a table, and its largest jump in one sentence: an
// unclipped toy is thrown off the wall of its cost surface, and this is where it shows.
import { formatCount, formatNumber } from './format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { stripControl, truncate, wrapText } from './text.ts';
import { evenlySpread, textTable } from './textTable.ts';
import type { WatchedJump, WatchedRecord, WatchedStep } from './watchedRecorder.ts';

const ROW_LIMIT = 10;

const writePoint = ({ position }: WatchedStep) =>
  `(${position.map((value) => formatNumber(value, { keepZeros: true })).join(', ')})`;

/**
 * Says where the largest jump went: `step 38: jumped by 677 from (5.00, -2.61) to (363, 573)`.
 *
 * @param jump - the jump.
 */
export function jumpSentence({ distance, from, to }: WatchedJump): string {
  const path = `from ${writePoint(from)} to ${writePoint(to)}`;
  return `step ${formatCount(from.step)}: jumped by ${formatNumber(distance)} ${path}`;
}

/** Spread rows of the path, and the two ends of the largest jump among them. */
function rowsOf({ steps, largestJump }: WatchedRecord): WatchedStep[] {
  const spread = evenlySpread(steps.length, ROW_LIMIT).flatMap((index) => steps[index] ?? []);
  const ends = largestJump ? [largestJump.from, largestJump.to] : [];
  const byStep = new Map([...spread, ...ends].map((row) => [row.step, row]));
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}

/**
 * Writes the path of the watched parameters: before which step, and at the end,
 * they stood where, at which cost.
 *
 * @param record - the path.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function watchedPath(record: WatchedRecord, terminal: TerminalOptions): string[] {
  const columns = clampColumns(terminal.columns);
  const palette = paletteFor(terminal);
  const title = `Path of ${record.names.map(stripControl).join(', ')}`;
  const rows = rowsOf(record).map(({ step, position, loss }) => [
    loss === null ? 'end' : formatCount(step),
    ...position.map((value) => formatNumber(value, { digits: 5, keepZeros: true })),
    loss === null ? '' : formatNumber(loss),
  ]);
  const { largestJump } = record;
  return [
    palette.heading(truncate(title, columns)),
    ...textTable(['step', ...record.names, 'cost'], rows, terminal),
    ...(largestJump === null
      ? []
      : wrapText(`largest move: ${jumpSentence(largestJump)}`, columns, '  ')),
  ];
}
