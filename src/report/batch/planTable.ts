// A suite before it runs, as text: what there is to do, what it will take, and its first and last runs.

import type { PlannedRun, PlanReport } from '../../experiment/batch/planReport.ts';
import { formatBytes, formatCount, formatCounted, formatDuration } from '../format.ts';
import { clampColumns, type TerminalOptions } from '../terminal.ts';
import { stripControl, truncate, wrapText } from '../text.ts';
import { textTable } from '../textTable.ts';
import { axisHeadings } from './axisHeadings.ts';

/** Runs shown at either end. */
const SHOWN_AT_AN_END = 5;
const WIDEST_LABEL = 24;

function countsLine(report: PlanReport): string {
  const { name, runCount, todoCount, finishedCount, interruptedCount, failedCount, damagedCount } =
    report;
  const atMost = report.search.type === 'none' ? '' : 'at most ';
  const parts = [
    `${atMost}${formatCount(todoCount)} to do`,
    ...(interruptedCount > 0 ? [`${formatCount(interruptedCount)} of them interrupted`] : []),
    `${formatCount(finishedCount)} finished`,
    ...(failedCount > 0 ? [`${formatCount(failedCount)} failed`] : []),
    ...(damagedCount > 0 ? [`${formatCount(damagedCount)} damaged`] : []),
  ];
  return `${stripControl(name)}: ${formatCounted(runCount, 'run', 'runs')}; ${parts.join(', ')}`;
}

function leftOutLine({ excludedCount, repeatedCount }: PlanReport): string | null {
  const parts = [
    ...(excludedCount > 0 ? [`${formatCount(excludedCount)} excluded`] : []),
    ...(repeatedCount > 0 ? [`${formatCount(repeatedCount)} the same as another run`] : []),
  ];
  return parts.length === 0 ? null : `left out: ${parts.join(', ')}`;
}

function differenceLine({ difference }: PlanReport): string | null {
  if (difference === null) return null;
  const { addedCount, removedCount } = difference;
  if (addedCount + removedCount === 0) return 'the same runs as before';
  const removed = `${formatCount(removedCount)} no longer in the suite (their files stay)`;
  return `since it was run: ${formatCount(addedCount)} new, ${removed}`;
}

function searchLine({ search }: PlanReport): string | null {
  if (search.type === 'none') return null;
  const { factor, steps, measure } = search;
  const rungs = steps.map(formatCount).join(', ');
  return `halving: ${rungs} steps; 1 of ${factor} by ${measure} goes on from each to the next`;
}

function estimateLine({ todoCount, durationMs, diskBytes }: PlanReport): string | null {
  if (todoCount === 0) return null;
  const time =
    durationMs === null ? 'an unknown time' : `about ${formatDuration(durationMs)} on one core`;
  return `takes at most ${time} and ${formatBytes(diskBytes)} of disk, each run to its last step`;
}

function rowOf({ index, state, labels }: PlannedRun, axes: readonly string[]): string[] {
  const shown = axes.map((axis) =>
    Object.hasOwn(labels, axis) ? truncate(stripControl(String(labels[axis])), WIDEST_LABEL) : '',
  );
  return [String(index), state, ...shown];
}

function tableLines({ axes, runs }: PlanReport, terminal: TerminalOptions): string[] {
  const isWhole = runs.length <= 2 * SHOWN_AT_AN_END;
  const rows = (some: readonly PlannedRun[]) => some.map((one) => rowOf(one, axes));
  const body = isWhole
    ? rows(runs)
    : [
        ...rows(runs.slice(0, SHOWN_AT_AN_END)),
        ['...', ...axes.map(() => ''), ''],
        ...rows(runs.slice(-SHOWN_AT_AN_END)),
      ];
  const headings = ['run', 'state', ...axisHeadings(axes).map(stripControl)];
  return textTable(headings, body, terminal).map((line) => line.trimEnd());
}

function remedyLine({ failedCount, damagedCount }: PlanReport): string | null {
  if (failedCount + damagedCount === 0) return null;
  return 'with --retry-failed runs that failed are run again, damaged ones trained afresh';
}

/**
 * Shows a suite before it runs.
 *
 * @param report - the suite and how far it is.
 * @param terminal - what the terminal can show; narrow ones lose the last axes.
 * @returns lines, each closed by a newline.
 */
export function formatPlan(report: PlanReport, terminal: TerminalOptions): string {
  const columns = clampColumns(terminal.columns);
  const sentences = [
    countsLine(report),
    leftOutLine(report),
    differenceLine(report),
    searchLine(report),
    remedyLine(report),
    estimateLine(report),
  ].flatMap((line) => (line === null ? [] : wrapText(line, columns, '  ')));
  const lines = [...sentences, '', ...tableLines(report, terminal)];
  return lines.map((line) => `${line}\n`).join('');
}
