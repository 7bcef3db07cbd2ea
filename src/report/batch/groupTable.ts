// The groups of a suite as a table: labels first, then what the runs came to, the most important first.

import type { BestRun, GroupSummary, Measure } from '../../experiment/batch/groups.ts';
import { formatCount, formatNumber, formatPercent } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { wrapText } from '../text.ts';
import { fittingColumns, textTable } from '../textTable.ts';
import { axisHeadings } from './axisHeadings.ts';
import { labelAt, labelColumn, labelText, meanText } from './labels.ts';

interface Column {
  readonly heading: string;
  readonly isUsed: (group: GroupSummary) => boolean;
  readonly write: (group: GroupSummary, terminal: TerminalOptions) => string;
}

const always = () => true;
const countUnlessNone = (count: number) => (count === 0 ? '' : formatCount(count));

function bestText(best: BestRun | null, write: (value: number) => string): string {
  if (best === null) return '';
  const which =
    best.seed === undefined ? `run ${best.runId.slice(0, 8)}` : `seed ${labelText(best.seed)}`;
  return `${write(best.value)} (${which})`;
}

/** `80% (49-94%)`. */
function successText({ success }: GroupSummary): string {
  if (!success) return '';
  const percent = (fraction: number) => Math.round(100 * fraction);
  const { fraction, low, high } = success;
  return `${formatPercent(fraction)} (${percent(low)}-${percent(high)}%)`;
}

/** `1,200`, `>100,000` where the middle run had not solved by then, `never` where it diverged. */
function stepsText({ stepsToSolve }: GroupSummary): string {
  if (!stepsToSolve) return '';
  const { value, unsolvedAfter } = stepsToSolve;
  if (Number.isFinite(value)) return formatNumber(value, { digits: 6 });
  return unsolvedAfter === null ? 'never' : `>${formatCount(unsolvedAfter)}`;
}

const hasValues = ({ count, nonFiniteCount }: Measure) => count + nonFiniteCount > 0;

/** A table drops its last columns where it is too wide. */
const COLUMNS: readonly Column[] = [
  {
    heading: 'runs',
    isUsed: always,
    write: ({ states, runCount }) => `${formatCount(states.finished)}/${formatCount(runCount)}`,
  },
  // Runs that do not say when a task is solved are not solved: 0% of them would be no news.
  { heading: 'solved', isUsed: ({ success }) => success !== null, write: successText },
  { heading: 'steps', isUsed: ({ stepsToSolve }) => stepsToSolve !== null, write: stepsText },
  {
    heading: 'error',
    isUsed: ({ error }) => hasValues(error),
    write: ({ error }, terminal) => meanText(error, formatPercent, terminal),
  },
  {
    heading: 'failed',
    isUsed: ({ states }) => states.failed > 0,
    write: ({ states }) => countUnlessNone(states.failed),
  },
  {
    heading: 'diverged',
    isUsed: ({ divergedCount }) => divergedCount > 0,
    write: ({ divergedCount }) => countUnlessNone(divergedCount),
  },
  {
    heading: 'not finite',
    isUsed: ({ loss }) => loss.nonFiniteCount > 0,
    write: ({ loss }) => countUnlessNone(loss.nonFiniteCount),
  },
  {
    heading: 'loss',
    isUsed: ({ loss }) => hasValues(loss),
    write: ({ loss }, terminal) => meanText(loss, formatNumber, terminal),
  },
  {
    heading: 'lowest loss',
    isUsed: ({ loss }) => hasValues(loss),
    write: ({ loss }) => bestText(loss.best, formatNumber),
  },
  {
    heading: 'lowest error',
    isUsed: ({ error }) => hasValues(error),
    write: ({ error }) => bestText(error.best, formatPercent),
  },
];

/** A table with what did not fit into it. */
export interface GroupTable {
  /** No wider than the terminal. */
  readonly lines: readonly string[];
  /** Headings of columns of numbers that are there. */
  readonly shown: readonly string[];
  /** Headings of columns that were left out. */
  readonly omitted: readonly string[];
}

/** Columns without which a line of labels says little. */
const NEEDED_COUNT = 3;

/**
 * Lays out the groups. Where labels would leave too little room they stand on lines of their own, each
 * above the numbers of its group.
 *
 * @param groups - at least one.
 * @param by - axes shown as labels.
 * @param terminal - what the terminal can show.
 */
export function groupTable(
  groups: readonly GroupSummary[],
  by: readonly string[],
  terminal: TerminalOptions,
): GroupTable {
  const used = COLUMNS.filter(({ isUsed }) => groups.some(isUsed));
  const headings = used.map(({ heading }) => heading);
  const numbers = groups.map((group) => used.map(({ write }) => write(group, terminal)));
  const axes = axisHeadings(by);
  const labels = by.map((axis, place) =>
    labelColumn(
      axes[place] ?? axis,
      groups.map((group) => labelAt(group.labels, axis)),
    ),
  );
  const labelled = [headings, ...numbers].map((cells, row) => [
    ...labels.map((column) => column[row] ?? ''),
    ...cells,
  ]);
  const [head = [], ...body] = labelled;
  const shown = fittingColumns(head, body, terminal);
  if (shown >= labels.length + Math.min(NEEDED_COUNT, headings.length)) {
    const lines = textTable(head, body, terminal).map((line) => line.trimEnd());
    return { lines, shown: head.slice(labels.length, shown), omitted: head.slice(shown) };
  }
  const fitting = fittingColumns(headings, numbers, terminal);
  return {
    lines: withLabelsAbove(textTable(headings, numbers, terminal), groups, by, terminal),
    shown: headings.slice(0, fitting),
    omitted: headings.slice(fitting),
  };
}

function withLabelsAbove(
  [heading = '', ...rows]: readonly string[],
  groups: readonly GroupSummary[],
  by: readonly string[],
  terminal: TerminalOptions,
): string[] {
  const palette = paletteFor(terminal);
  return [
    heading,
    ...groups.flatMap(({ labels }, row) => {
      const text = by
        .map((axis) => `${labelText(axis)} ${labelText(labelAt(labels, axis))}`)
        .join(', ');
      const above = wrapText(text, clampColumns(terminal.columns), '  ');
      return [...above.map((line) => palette.heading(line)), (rows[row] ?? '').trimEnd()];
    }),
  ];
}
