// What a suite came to, for people: how far it is, its groups, its best run, its methods in pairs, and how
// to read the numbers. `rnn results` prints it at any time, `rnn batch` ends with it.
import type { SuiteSummary } from '../../experiment/batch/suiteSummary.ts';
import { formatCount, formatCounted } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, wrapText } from '../text.ts';
import { bestLine } from './bestLine.ts';
import { comparisonTable } from './comparisonTable.ts';
import { groupTable } from './groupTable.ts';
import { labelAt, labelText, progressText } from './labels.ts';
import { comparisonsNote, groupsNote } from './resultsNotes.ts';

const FAILURE_LIMIT = 10;

/**
 * Says in one line what a suite came to.
 *
 * @param summary - what it came to.
 */
export function resultsLine(summary: SuiteSummary): string {
  return `${stripControl(summary.name)}: ${progressText(summary)}`;
}

/**
 * Draws the tables.
 *
 * @param summary - what the suite came to.
 * @param terminal - what the terminal can show; narrow ones lose the last columns.
 * @param out - directory of run directories, as it is to be shown.
 * @returns lines no wider than the terminal, each closed by a newline.
 */
export function resultsTable(
  summary: SuiteSummary,
  terminal: TerminalOptions,
  out: string,
): string {
  const parts = [heading(summary, terminal)];
  if (summary.groups.length > 0) parts.push(groupLines(summary, terminal, out));
  if (summary.comparisons.length > 0) parts.push(comparisonLines(summary, terminal));
  if (summary.failures.length > 0) parts.push(failureLines(summary, terminal));
  return parts.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

/** Axes with the same label everywhere go without a column. */
function splitAxes({ by, groups }: SuiteSummary) {
  const isShared = (axis: string) =>
    groups.length > 1 &&
    groups.every(({ labels }) => labelAt(labels, axis) === labelAt(groups[0]?.labels ?? {}, axis));
  return { shared: by.filter(isShared), shown: by.filter((axis) => !isShared(axis)) };
}

function heading(summary: SuiteSummary, terminal: TerminalOptions): string[] {
  const { shared } = splitAxes(summary);
  const labels = summary.groups[0]?.labels ?? {};
  const always = shared
    .map((axis) => `${labelText(axis)} ${labelText(labelAt(labels, axis))}`)
    .join(', ');
  const columns = clampColumns(terminal.columns);
  const palette = paletteFor(terminal);
  return [
    ...wrapText(resultsLine(summary), columns, '  ').map((line) => palette.heading(line)),
    ...(always === '' ? [] : wrapText(`all with ${always}`, columns, '  ')),
  ];
}

function note(text: string, terminal: TerminalOptions): string[] {
  if (text === '') return [];
  const { faint } = paletteFor(terminal);
  return wrapText(text, clampColumns(terminal.columns)).map((line) => faint(line));
}

function omittedNote(omitted: readonly string[], terminal: TerminalOptions): string[] {
  if (omitted.length === 0) return [];
  return note(`left out for want of width: ${omitted.join(', ')}; --json has all`, terminal);
}

function groupLines(summary: SuiteSummary, terminal: TerminalOptions, out: string): string[] {
  const { groups, best } = summary;
  const { lines, shown, omitted } = groupTable(groups, splitAxes(summary).shown, terminal);
  const columns = clampColumns(terminal.columns);
  return [
    ...lines,
    ...(best === null ? [] : wrapText(bestLine(best, out), columns, '  ')),
    ...omittedNote(omitted, terminal),
    ...note(groupsNote(shown), terminal),
  ];
}

function comparisonLines(
  { comparisons, compare, groups }: SuiteSummary,
  terminal: TerminalOptions,
): string[] {
  const axis = labelText(compare ?? undefined);
  const { lines, shown, omitted } = comparisonTable(comparisons, axis, terminal);
  const canSolve = groups.some(({ success }) => success !== null);
  return [
    ...lines,
    ...omittedNote(omitted, terminal),
    ...note(comparisonsNote(axis, shown, canSolve), terminal),
  ];
}

function failureLines({ failures }: SuiteSummary, terminal: TerminalOptions): string[] {
  const columns = clampColumns(terminal.columns);
  const { bad } = paletteFor(terminal);
  const left = failures.length - FAILURE_LIMIT;
  return [
    ...failures.slice(0, FAILURE_LIMIT).flatMap(({ name, runId, attempts, reason }) => {
      const which = stripControl(`${name}-${runId.slice(0, 16)}`);
      const after = formatCounted(attempts, 'attempt', 'attempts');
      return wrapText(
        `failed after ${after}: ${which}: ${stripControl(reason)}`,
        columns,
        '  ',
      ).map((line) => bad(line));
    }),
    ...(left > 0 ? note(`and ${formatCount(left)} more; --json has all`, terminal) : []),
  ];
}
