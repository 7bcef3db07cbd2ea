// Shows a running training on a stream: a bar where the stream is a terminal, plain lines now and
// then where it is not, and one line per evaluation in passing. cli-progress draws the bar; it is
// silent off a terminal, so the plain lines are ours.
import cliProgress from 'cli-progress';
import type { EvaluationEvent, TrainEvent } from '../../training/events.ts';
import { evaluationSentence } from '../evaluationTable.ts';
import { formatCount } from '../format.ts';
import { clampColumns, glyphsFor, type TerminalOptions } from '../terminal.ts';
import { barLine, type ProgressState, plainLine } from './progressLine.ts';
import { createRateMeter } from './rateMeter.ts';

/**
 * How progress is shown: `auto` is a bar on a terminal that can move its cursor and plain lines
 * elsewhere; `bar` also tries on a terminal that says it is dumb, but never in a file.
 */
export type ProgressMode = 'auto' | 'bar' | 'plain' | 'none';

/** A stream that may be a terminal. */
export type ProgressStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** What progress is shown of, where and how. */
export interface TrainProgressOptions {
  readonly mode: ProgressMode;
  readonly stream: ProgressStream;
  readonly terminal: TerminalOptions;
  /** Updates planned. */
  readonly totalSteps: number;
  /** Updates done before, where a run continues. */
  readonly startStep?: number;
  /** A monotonic clock in milliseconds, for example `performance.now`. */
  readonly clock: () => number;
}

/** Shows a training while it runs. */
export interface TrainProgress {
  /** Takes the next event. */
  handle(event: TrainEvent): void;
  /** Writes a line of other output to the same stream without disturbing the bar. */
  print(line: string): void;
  /** Removes the bar and its timer; must be called however the training ends, once or more. */
  close(): void;
}

/** Where the state is drawn; the sink decides when. */
interface Display {
  readonly intervalMs: number;
  draw(): void;
  print(line: string): void;
  close(): void;
}

const BAR_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 2000;

function barDisplay(options: TrainProgressOptions, state: () => ProgressState): Display {
  const { stream, terminal, totalSteps } = options;
  const glyphs = glyphsFor(terminal);
  const bar = new cliProgress.SingleBar({
    stream,
    // The stream's own width follows when the window is resized.
    format: () => barLine(state(), clampColumns(stream.columns ?? terminal.columns), glyphs),
    fps: 1000 / BAR_INTERVAL_MS,
    synchronousUpdate: false,
    clearOnComplete: true,
    // The line is fitted here; switching wrapping off would outlive a killed process.
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(totalSteps, 0);
  return {
    intervalMs: BAR_INTERVAL_MS,
    draw: () => bar.render(),
    print(line) {
      // Restarting lets cli-progress save the cursor's new place; it returns there when it stops.
      bar.stop();
      stream.write(`${line}\n`);
      bar.start(totalSteps, 0);
    },
    close: () => bar.stop(),
  };
}

function plainDisplay(options: TrainProgressOptions, state: () => ProgressState): Display {
  const print = (line: string) => {
    options.stream.write(`${line}\n`);
  };
  return {
    intervalMs: PLAIN_INTERVAL_MS,
    draw: () => print(plainLine(state())),
    print,
    close: () => {},
  };
}

function silentDisplay(options: TrainProgressOptions): Display {
  return {
    intervalMs: Number.POSITIVE_INFINITY,
    draw: () => {},
    print(line) {
      options.stream.write(`${line}\n`);
    },
    close: () => {},
  };
}

type MakeDisplay = (options: TrainProgressOptions, state: () => ProgressState) => Display;

const isTerminal = ({ stream }: TrainProgressOptions) => stream.isTTY === true;

const DISPLAYS = {
  auto: (options) =>
    isTerminal(options) && options.terminal.interactive ? barDisplay : plainDisplay,
  bar: (options) => (isTerminal(options) ? barDisplay : plainDisplay),
  plain: () => plainDisplay,
  none: () => silentDisplay,
} satisfies Record<ProgressMode, (options: TrainProgressOptions) => MakeDisplay>;

const evaluationLine = (event: EvaluationEvent) =>
  `step ${formatCount(event.step)}: ${evaluationSentence(event)}`;

/**
 * Makes the progress display of one training. Steps cost a few assignments; the bar is redrawn at
 * most ten times a second, plain lines come at most every two seconds.
 *
 * @param options - what is shown, where and how.
 */
export function createTrainProgress(options: TrainProgressOptions): TrainProgress {
  const { totalSteps, clock, startStep = 0 } = options;
  let state: ProgressState = {
    step: startStep,
    totalSteps,
    loss: null,
    gradientNorm: null,
    updatesPerSecond: null,
  };
  const startMs = clock();
  const meter = createRateMeter(startStep, startMs);
  const display = DISPLAYS[options.mode](options)(options, () => state);
  let lastDrawMs = startMs;
  let closed = false;

  return {
    handle(event) {
      if (closed) return;
      if (event.type === 'evaluation') {
        state = { ...state, evaluatedCount: null };
        if (options.mode !== 'none') display.print(evaluationLine(event));
      }
      if (event.type !== 'step' && event.type !== 'evaluationProgress') return;
      const nowMs = clock();
      if (event.type === 'step') {
        meter.note(event.step, nowMs);
        state = {
          step: event.step,
          totalSteps,
          loss: event.loss,
          gradientNorm: event.gradientNorm,
          updatesPerSecond: meter.perSecond(),
        };
      } else state = { ...state, evaluatedCount: event.count };
      // A clock that went back would otherwise silence the display until it has caught up.
      const waitedMs = nowMs - lastDrawMs;
      if (waitedMs >= 0 && waitedMs < display.intervalMs) return;
      lastDrawMs = nowMs;
      display.draw();
    },
    print(line) {
      if (closed) options.stream.write(`${line}\n`);
      else display.print(line);
    },
    close() {
      if (closed) return;
      closed = true;
      display.close();
    },
  };
}
