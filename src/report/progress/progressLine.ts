// The state of a running training as one line: a bar fitted to the width of a terminal, or a plain
// sentence for logs. Text only; drawing and timing are the sink's.
import { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from '../format.ts';
import type { Glyphs } from '../terminal.ts';
import { truncate } from '../text.ts';

/** What is known of a running training. */
export interface ProgressState {
  /** Updates done. */
  readonly step: number;
  /** Updates planned. */
  readonly totalSteps: number;
  /** Null before the first update. */
  readonly loss: number | null;
  readonly gradientNorm: number | null;
  /** Null while not measured yet. */
  readonly updatesPerSecond: number | null;
  /** Targets an evaluation under way has looked at; null or absent while training. */
  readonly evaluatedCount?: number | null;
}

/** Share done in [0, 1]; a training of no steps is done. */
function fractionOf({ step, totalSteps }: ProgressState): number {
  return totalSteps > 0 ? Math.min(1, Math.max(0, step / totalSteps)) : 1;
}

/**
 * Estimates the time to the last planned step.
 *
 * @param state - what is known.
 * @returns milliseconds, never negative, or null while there is no rate to estimate from.
 */
export function remainingMs({ step, totalSteps, updatesPerSecond }: ProgressState): number | null {
  const remaining = Math.max(0, totalSteps - step);
  if (remaining === 0) return 0;
  if (updatesPerSecond === null || !(updatesPerSecond > 0)) return null;
  return (remaining / updatesPerSecond) * 1000;
}

/** Whole percent, rounded down: 100% is only said when all is done. */
const wholePercent = (state: ProgressState) =>
  `${Math.floor(fractionOf(state) * 100)}%`.padStart(4);

const orDash = (value: number | null, write: (value: number) => string) =>
  value === null ? '-' : write(value);

const steadyNumber = (value: number) => formatNumber(value, { keepZeros: true });

/** Parts of the bar's line in the order they stand, with how soon they give way to a narrow width. */
const PARTS: readonly { keep: number; write: (state: ProgressState) => string }[] = [
  { keep: 6, write: wholePercent },
  {
    keep: 5,
    write: ({ step, totalSteps }) => {
      const total = formatCount(totalSteps);
      return `${formatCount(step).padStart(total.length)}/${total}`;
    },
  },
  { keep: 4, write: ({ loss }) => `loss ${orDash(loss, steadyNumber)}` },
  { keep: 2, write: ({ gradientNorm }) => `gradient ${orDash(gradientNorm, steadyNumber)}` },
  {
    keep: 1,
    write: ({ updatesPerSecond }) => `${orDash(updatesPerSecond, formatRate)}`,
  },
  {
    keep: 3,
    write: (state) =>
      typeof state.evaluatedCount === 'number'
        ? `evaluating ${formatCount(state.evaluatedCount)}`
        : `ETA ${orDash(remainingMs(state), formatDuration)}`,
  },
];

const SMALLEST_BAR = 6;
const LARGEST_BAR = 30;
/** The bar's length follows the terminal alone, so that it does not jump with the numbers. */
const COLUMNS_PER_CELL = 8;
const GAP = 1;
const SEPARATOR = '  ';

/**
 * Writes the line of a progress bar. What does not fit gives way in this order: the bar, the rate,
 * the gradient norm, the remaining time, the loss, the steps.
 *
 * @param state - what is known.
 * @param columns - width of the terminal; the line stays one short of it, because a full line wraps
 *   on some terminals.
 * @param glyphs - characters to draw with.
 */
export function barLine(state: ProgressState, columns: number, glyphs: Glyphs): string {
  const room = Math.max(1, columns - 1);
  let parts = PARTS.map(({ keep, write }) => ({ keep, text: write(state) }));
  const join = () => parts.map(({ text }) => text).join(SEPARATOR);
  while (parts.length > 1 && join().length > room) {
    const least = Math.min(...parts.map(({ keep }) => keep));
    parts = parts.filter(({ keep }) => keep !== least);
  }
  const wanted = Math.min(LARGEST_BAR, Math.floor(columns / COLUMNS_PER_CELL));
  const barRoom = Math.min(wanted, room - join().length - GAP);
  if (barRoom < SMALLEST_BAR) return truncate(join(), room);
  const complete = Math.floor(fractionOf(state) * barRoom);
  const bar = glyphs.barComplete.repeat(complete) + glyphs.barIncomplete.repeat(barRoom - complete);
  const [percent = '', ...others] = parts.map(({ text }) => text);
  return [`${percent} ${bar}`, ...others].join(SEPARATOR);
}

/**
 * Writes the state as a sentence for logs:
 * `step 1,200 of 10,000 (12%): loss 1.23, gradient norm 0.45, 812/s, about 11 s left`.
 *
 * @param state - what is known.
 */
export function plainLine(state: ProgressState): string {
  const { step, totalSteps, loss, gradientNorm, updatesPerSecond, evaluatedCount } = state;
  const remaining = remainingMs(state);
  const done = `step ${formatCount(step)} of ${formatCount(totalSteps)} (${formatPercent(fractionOf(state))})`;
  const parts = [
    ...(loss === null ? [] : [`loss ${formatNumber(loss)}`]),
    ...(gradientNorm === null ? [] : [`gradient norm ${formatNumber(gradientNorm)}`]),
    ...(updatesPerSecond === null ? [] : [`${formatRate(updatesPerSecond)}`]),
    ...(remaining === null ? [] : [`about ${formatDuration(remaining)} left`]),
    ...(typeof evaluatedCount === 'number'
      ? [`evaluating, ${formatCount(evaluatedCount)} so far`]
      : []),
  ];
  return parts.length > 0 ? `${done}: ${parts.join(', ')}` : done;
}
