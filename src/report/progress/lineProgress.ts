// Shows what a program is at as one line of text, once it has taken long enough to be worth one.
import { truncate } from '../text.ts';
import { createDisplay, type Display, type DisplayOptions } from './display.ts';

/** Where and how the line is shown. */
export interface LineProgressOptions extends DisplayOptions {
  /** A monotonic clock in milliseconds, for example `performance.now`. */
  readonly clock: () => number;
}

/** Shows one line at a time. */
export interface LineProgress {
  /** Takes the line as it is now. */
  show(line: string): void;
  /** Removes the line and its timer; must be called at the end, once or more. */
  close(): void;
}

/** What is over sooner shows nothing. */
const WORTH_SHOWING_MS = 600;

/**
 * Makes the display of one line.
 *
 * @param options - where and how it is shown.
 */
export function createLineProgress(options: LineProgressOptions): LineProgress {
  const { clock } = options;
  const startMs = clock();
  let line = '';
  let display: Display | null = null;
  let lastDrawMs = startMs;
  return {
    show(text) {
      line = text;
      const nowMs = clock();
      if (display === null && nowMs - startMs < WORTH_SHOWING_MS) return;
      display ??= createDisplay(options, {
        bar: (columns) => truncate(line, columns - 1),
        plain: () => line,
      });
      if (nowMs - lastDrawMs < display.intervalMs) return;
      lastDrawMs = nowMs;
      display.draw();
    },
    close() {
      display?.close();
      display = null;
    },
  };
}
