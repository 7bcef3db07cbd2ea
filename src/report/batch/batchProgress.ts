// Shows a running suite on a stream: a few lines redrawn in place on a terminal, a sentence now and then
// elsewhere; what goes wrong is printed as lines of its own.
import type { JobEvent } from '../../experiment/executors/executor.ts';
import { formatCounted } from '../format.ts';
import { createBlockDisplay } from '../progress/blockDisplay.ts';
import { createDisplay, type Display, type DisplayOptions } from '../progress/display.ts';
import { glyphsFor } from '../terminal.ts';
import { stripControl } from '../text.ts';
import { batchLines, batchSentence, type NamedRun } from './batchLines.ts';
import { createBatchRecorder } from './batchState.ts';

/** What is shown, where and how. */
export interface BatchProgressOptions extends DisplayOptions {
  readonly runCount: number;
  /** Finished before. */
  readonly finishedCount: number;
  /** To be run now. */
  readonly todoCount: number;
  /** A run by its place in the manifest. */
  readonly runOf: (index: number) => NamedRun;
  /** A monotonic clock in milliseconds, for example `performance.now`. */
  readonly clock: () => number;
}

/** Shows a suite while it runs. */
export interface BatchProgress {
  /** Takes the next event. */
  handle(event: JobEvent): void;
  /** Removes the lines; must be called however the suite ends, once or more. */
  close(): void;
}

/** Writes what is worth a line of its own; null for other events. */
function eventLine(event: JobEvent, { name }: NamedRun): string | null {
  const words = (() => {
    if (event.type === 'failed') {
      const after = formatCounted(event.attempts, 'attempt', 'attempts');
      return `failed after ${after}: ${event.reason}`;
    }
    if (event.type === 'busy') return `${event.reason}; tried again later`;
    if (event.type === 'retried') return `attempt ${event.attempt} failed: ${event.reason}`;
    return event.type === 'warning' ? `warning: ${event.message}` : null;
  })();
  return words === null ? null : stripControl(`${name} (run ${event.index}): ${words}`);
}

function makeDisplay(options: BatchProgressOptions, lines: () => BatchDrawing): Display {
  const { mode, stream, terminal } = options;
  const isBlock = stream.isTTY === true && terminal.interactive;
  if (isBlock && (mode === 'auto' || mode === 'bar')) {
    return createBlockDisplay(options, (columns) => lines().block(columns));
  }
  // A dumb terminal cannot go back to the lines above: it gets sentences.
  const plain = mode === 'none' ? 'none' : 'plain';
  return createDisplay(
    { ...options, mode: plain },
    { bar: () => '', plain: () => lines().plain() },
  );
}

interface BatchDrawing {
  block(columns: number): string[];
  plain(): string;
}

/**
 * Makes the progress display of one suite.
 *
 * @param options - what is shown, where and how.
 */
export function createBatchProgress(options: BatchProgressOptions): BatchProgress {
  const { runOf, clock, mode } = options;
  const recorder = createBatchRecorder({ ...options, stepsOf: (index) => runOf(index).steps });
  const glyphs = glyphsFor(options.terminal);
  const display = makeDisplay(options, () => ({
    block: (columns) => batchLines(recorder.state(), runOf, columns, glyphs),
    plain: () => batchSentence(recorder.state()),
  }));
  let lastDrawMs = clock();
  const busy = new Set<number>();
  /** A run that is in use for hours is looked at again and again: one line says so. */
  const isRepeated = ({ type, index }: JobEvent): boolean => {
    if (type !== 'busy') return false;
    const isKnown = busy.has(index);
    busy.add(index);
    return isKnown;
  };
  return {
    handle(event) {
      recorder.handle(event);
      const line = isRepeated(event) ? null : eventLine(event, runOf(event.index));
      if (line !== null && mode !== 'none') display.print(line);
      const nowMs = clock();
      // A clock that went back would otherwise silence the display until it has caught up.
      const waitedMs = nowMs - lastDrawMs;
      if (waitedMs >= 0 && waitedMs < display.intervalMs) return;
      lastDrawMs = nowMs;
      display.draw();
    },
    close: () => display.close(),
  };
}
