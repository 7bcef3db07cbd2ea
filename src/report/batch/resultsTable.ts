// What a suite came to, for people: how far it is, its groups, its methods in pairs, and how to read
// the numbers. `rnn results` prints it at any time, `rnn batch` ends with it.
import type { SuiteSummary } from '../../experiment/batch/suiteSummary.ts';
import { formatCount, formatCounted } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, wrapText } from '../text.ts';
import { comparisonTable } from './comparisonTable.ts';
import { groupTable } from './groupTable.ts';
import { labelAt, labelText, progressText } from './labels.ts';

const FAILURE_LIMIT = 10;

const HOW_TO_READ_GROUPS =
  "solved: share of finished runs with Wilson's 95% interval; steps: median updates to solve, runs " +
  'that did not solve count as infinite; error and loss: mean and standard deviation of the last ' +
  'evaluation, diverged runs and numbers that are not finite left out.';

const howToReadComparisons = (axis: string) =>
  `A pair: two finished runs alike but for ${axis}. A win: solved in fewer steps or, where that ` +
  'decides nothing, a lower loss. p: exact two-sided sign test, not corrected for other pairs. ' +
  'steps (where both solved) and loss: mean difference and standard deviation.';

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
 * @returns lines no wider than the terminal, each closed by a newline.
 */
export function resultsTable(summary: SuiteSummary, terminal: TerminalOptions): string {
  const parts = [heading(summary, terminal)];
  if (summary.groups.length > 0) parts.push(groupLines(summary, terminal));
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
  const { faint } = paletteFor(terminal);
  return wrapText(text, clampColumns(terminal.columns)).map((line) => faint(line));
}

function omittedNote(omitted: readonly string[], terminal: TerminalOptions): string[] {
  if (omitted.length === 0) return [];
  return note(`left out for want of width: ${omitted.join(', ')}; --json has all`, terminal);
}

function groupLines(summary: SuiteSummary, terminal: TerminalOptions): string[] {
  const { lines, omitted } = groupTable(summary.groups, splitAxes(summary).shown, terminal);
  return [...lines, ...omittedNote(omitted, terminal), ...note(HOW_TO_READ_GROUPS, terminal)];
}

function comparisonLines(
  { comparisons, compare }: SuiteSummary,
  terminal: TerminalOptions,
): string[] {
  const axis = labelText(compare ?? undefined);
  const { lines, omitted } = comparisonTable(comparisons, axis, terminal);
  return [
    ...lines,
    ...omittedNote(omitted, terminal),
    ...note(howToReadComparisons(axis), terminal),
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
