// Shows a running sweep, or what else counts to a known end, on a stream, once it has taken long
// enough to be worth a line.
import { formatCount, formatDuration, formatPercent } from '../format.ts';
import { glyphsFor } from '../terminal.ts';
import { truncate } from '../text.ts';
import { createDisplay, type Display, type DisplayOptions } from './display.ts';
import { createRateMeter } from './rateMeter.ts';

/** How far a sweep is. */
export interface SweepState {
  readonly doneCount: number;
  /** Points known to be needed; grows while refinement finds more. */
  readonly pointCount: number;
}

/** What progress is shown of, where and how. */
export interface SweepProgressOptions extends DisplayOptions {
  /** A monotonic clock in milliseconds, for example `performance.now`. */
  readonly clock: () => number;
  /** What is counted; `points` without it. */
  readonly noun?: string;
}

/** Shows a sweep while it runs. */
export interface SweepProgressDisplay {
  /** Takes the next state. */
  handle(state: SweepState): void;
  /** Removes the bar and its timer; must be called however the sweep ends, once or more. */
  close(): void;
}

/** Shorter sweeps show nothing. */
const WORTH_SHOWING_MS = 600;
const BAR_CELLS = 20;

/**
 * Makes the progress display of one sweep.
 *
 * @param options - what is shown, where and how.
 */
export function createSweepProgress(options: SweepProgressOptions): SweepProgressDisplay {
  const { clock, noun = 'points' } = options;
  const startMs = clock();
  const meter = createRateMeter(0, startMs);
  const glyphs = glyphsFor(options.terminal);
  let state: SweepState = { doneCount: 0, pointCount: 0 };
  let display: Display | null = null;
  let lastDrawMs = startMs;

  const share = () => (state.pointCount > 0 ? state.doneCount / state.pointCount : 0);
  const points = () =>
    `${formatCount(state.doneCount)} of ${formatCount(state.pointCount)} ${noun}`;
  // All that is known is done: refinement is finding out what else there is.
  const isRefining = () => state.doneCount === state.pointCount;
  const remaining = () => {
    const rate = meter.perSecond();
    if (rate === null || !(rate > 0) || isRefining()) return null;
    return formatDuration(((state.pointCount - state.doneCount) / rate) * 1000);
  };
  const lines = {
    bar(columns: number) {
      const complete = Math.floor(share() * BAR_CELLS);
      const bar =
        glyphs.barComplete.repeat(complete) + glyphs.barIncomplete.repeat(BAR_CELLS - complete);
      const percent = `${Math.floor(share() * 100)}%`.padStart(4);
      const left = remaining();
      const words = `${percent} ${bar}  ${points()}${left === null ? '' : `  ETA ${left}`}`;
      return truncate(columns > BAR_CELLS + 40 ? words : `${percent} ${points()}`, columns - 1);
    },
    plain() {
      if (isRefining()) return `${formatCount(state.doneCount)} ${noun} so far`;
      const left = remaining();
      return `${points()} (${formatPercent(share())})${left === null ? '' : `, about ${left} left`}`;
    },
  };
  return {
    handle(next) {
      state = next;
      const nowMs = clock();
      meter.note(state.doneCount, nowMs);
      if (nowMs - startMs < WORTH_SHOWING_MS) return;
      display ??= createDisplay(options, lines);
      const waitedMs = nowMs - lastDrawMs;
      if (waitedMs >= 0 && waitedMs < display.intervalMs) return;
      lastDrawMs = nowMs;
      display.draw();
    },
    close() {
      display?.close();
      display = null;
    },
  };
}
