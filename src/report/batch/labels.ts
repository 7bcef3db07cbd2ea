// Labels and counts of a suite in words; labels are written by users and made harmless here.
import type { StateCounts } from '../../experiment/batch/groups.ts';
import type { Label } from '../../experiment/batch/manifest.ts';
import type { Sample } from '../../experiment/batch/statistics/sample.ts';
import { formatCount } from '../format.ts';
import type { TerminalOptions } from '../terminal.ts';
import { stripControl, truncate } from '../text.ts';

/** Longest label in a table beside its numbers. */
const LONGEST_LABEL = 24;

/** Label on an axis; undefined where the axis does not apply, whatever objects inherit. */
export function labelAt(labels: Readonly<Record<string, Label>>, axis: string): Label | undefined {
  return Object.hasOwn(labels, axis) ? labels[axis] : undefined;
}

/** Writes a label; none for an axis that does not apply. */
export function labelText(label: Label | undefined): string {
  return label === undefined ? '-' : truncate(stripControl(String(label)), LONGEST_LABEL);
}

/**
 * Writes a column of labels: numbers to the right, which a table does by itself, words to the left.
 *
 * @param heading - name of the axis.
 * @param labels - one per row.
 * @returns the heading and one text per row, as wide as each other where there are words.
 */
export function labelColumn(heading: string, labels: readonly (Label | undefined)[]): string[] {
  const texts = [labelText(heading), ...labels.map(labelText)];
  if (labels.every((label) => typeof label === 'number')) return texts;
  const width = texts.reduce((most, text) => Math.max(most, [...text].length), 0);
  return texts.map((text) => text + ' '.repeat(width - [...text].length));
}

/**
 * Writes a mean with its standard deviation: `0.12 ± 0.03`.
 *
 * @param sample - what was measured.
 * @param write - how a number is written.
 * @param terminal - whether it can show the sign.
 * @returns nothing without a finite value, the mean alone of a single one.
 */
export function meanText(
  { mean, deviation }: Sample,
  write: (value: number) => string,
  { unicode }: Pick<TerminalOptions, 'unicode'>,
): string {
  if (mean === null) return '';
  return deviation === null
    ? write(mean)
    : `${write(mean)} ${unicode ? '±' : '+-'} ${write(deviation)}`;
}

/** States that are named where there are runs of them. */
const NAMED_STATES = [
  'failed',
  'damaged',
  'interrupted',
  'open',
] as const satisfies readonly (keyof StateCounts)[];

/**
 * Says how far a suite is: `24 of 30 runs finished, 12 solved, 2 diverged; 1 failed, 5 open`.
 *
 * @param counts - its runs by state, and how many solved their task and diverged.
 */
export function progressText(counts: {
  readonly runCount: number;
  readonly solvedCount: number;
  readonly divergedCount: number;
  readonly states: StateCounts;
}): string {
  const { runCount, solvedCount, divergedCount, states } = counts;
  const others = NAMED_STATES.filter((state) => states[state] > 0)
    .map((state) => `${formatCount(states[state])} ${state}`)
    .join(', ');
  return (
    `${formatCount(states.finished)} of ${formatCount(runCount)} ` +
    `${runCount === 1 ? 'run' : 'runs'} finished, ${formatCount(solvedCount)} solved` +
    (divergedCount === 0 ? '' : `, ${formatCount(divergedCount)} diverged`) +
    (others === '' ? '' : `; ${others}`)
  );
}
