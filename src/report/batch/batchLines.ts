// How far a suite is, in lines: a bar over all runs and one line per run under way for terminals, one
// sentence for logs.

import type { Label } from '../../experiment/batch/manifest.ts';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../format.ts';
import type { Glyphs } from '../terminal.ts';
import { stripControl, truncate } from '../text.ts';
import { axisHeadings } from './axisHeadings.ts';
import type { BatchState, RunningJob } from './batchState.ts';

/** A run as the lines name it. */
export interface NamedRun {
  readonly name: string;
  readonly labels: Readonly<Record<string, Label>>;
  /** Updates at most, or null where unknown. */
  readonly steps: number | null;
}

/** Runs under way that are shown; of more, how many. */
const MOST_SHOWN = 8;
const BAR_CELLS = 20;
/** Narrower terminals get no bar, and no workers. */
const WIDE_COLUMNS = 60;

const countsText = ({ finishedCount, failedCount, running, leftCount }: BatchState) =>
  [
    `${formatCount(finishedCount)} finished`,
    ...(failedCount > 0 ? [`${formatCount(failedCount)} failed`] : []),
    `${formatCount(running.length)} running`,
    `${formatCount(leftCount)} left`,
  ].join(', ');

const shareOf = ({ finishedCount, runCount }: BatchState) =>
  runCount > 0 ? finishedCount / runCount : 1;

function barLine(state: BatchState, columns: number, glyphs: Glyphs): string {
  const complete = Math.floor(shareOf(state) * BAR_CELLS);
  const bar =
    glyphs.barComplete.repeat(complete) + glyphs.barIncomplete.repeat(BAR_CELLS - complete);
  const percent = `${Math.floor(shareOf(state) * 100)}%`.padStart(4);
  const { remainingMs } = state;
  const eta = remainingMs === null ? '' : `  ETA ${formatDuration(remainingMs)}`;
  const words = `${countsText(state)}${eta}`;
  return truncate(
    columns >= WIDE_COLUMNS ? `${percent} ${bar}  ${words}` : `${percent} ${words}`,
    columns - 1,
  );
}

function progressText({ step, loss }: RunningJob, steps: number | null): string {
  if (step === null) return 'begins';
  const of = steps === null ? '' : ` of ${formatCount(steps)}`;
  return `step ${formatCount(step)}${of}${loss === null ? '' : `, loss ${formatNumber(loss)}`}`;
}

function runLine(job: RunningJob, { name, labels, steps }: NamedRun, columns: number): string {
  const axes = axisHeadings(Object.keys(labels));
  const where = Object.values(labels).map((label, place) => `${axes[place]} ${label}`);
  const named = stripControl([name, ...where].join(', '));
  const worker = columns >= WIDE_COLUMNS ? `  [${stripControl(job.worker)}]` : '';
  const ending = `  ${progressText(job, steps)}${worker}`;
  const room = columns - 3 - ending.length;
  return truncate(`  ${truncate(named, Math.max(8, room))}${ending}`, columns - 1);
}

/**
 * Draws a suite for a terminal.
 *
 * @param state - how far it is.
 * @param runOf - a run by its place in the manifest.
 * @param columns - width of the terminal; every line is narrower.
 * @param glyphs - characters it can show.
 */
export function batchLines(
  state: BatchState,
  runOf: (index: number) => NamedRun,
  columns: number,
  glyphs: Glyphs,
): string[] {
  const shown = state.running.slice(0, MOST_SHOWN);
  const others = state.running.length - shown.length;
  return [
    barLine(state, columns, glyphs),
    ...shown.map((job) => runLine(job, runOf(job.index), columns)),
    ...(others > 0 ? [truncate(`  and ${formatCount(others)} more`, columns - 1)] : []),
  ];
}

/**
 * Writes how far a suite is as a sentence for logs.
 *
 * @param state - how far it is.
 */
export function batchSentence(state: BatchState): string {
  const { runCount, remainingMs } = state;
  const left = remainingMs === null ? '' : `, about ${formatDuration(remainingMs)}`;
  return `${formatPercent(shareOf(state))} of ${formatCount(runCount)} runs: ${countsText(state)}${left}`;
}
