// Shows a running training on a stream: a bar where the stream is a terminal, plain lines now and
// then where it is not, and one line per evaluation in passing.
import type { EvaluationEvent, TrainEvent } from '../../training/events.ts';
import { evaluationSentence } from '../evaluationTable.ts';
import type { FloorsOf } from '../floors.ts';
import { formatCount } from '../format.ts';
import { glyphsFor } from '../terminal.ts';
import { createDisplay, type DisplayOptions } from './display.ts';
import { barLine, type ProgressState, plainLine } from './progressLine.ts';
import { createRateMeter } from './rateMeter.ts';

/** What progress is shown of, where and how. */
export interface TrainProgressOptions extends DisplayOptions {
  /** Updates planned. */
  readonly totalSteps: number;
  /** Updates done before, where a run continues. */
  readonly startStep?: number;
  /** What can be reached without learning anything about order; without it nothing is known. */
  readonly floors?: FloorsOf;
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

const evaluationLine = (event: EvaluationEvent, floors: FloorsOf) =>
  `step ${formatCount(event.step)}: ${evaluationSentence(event, floors)}`;

/**
 * Makes the progress display of one training. Steps cost a few assignments; the bar is redrawn at
 * most ten times a second, plain lines come at most every two seconds.
 *
 * @param options - what is shown, where and how.
 */
export function createTrainProgress(options: TrainProgressOptions): TrainProgress {
  const { totalSteps, clock, startStep = 0, floors = () => [] } = options;
  let state: ProgressState = {
    step: startStep,
    totalSteps,
    loss: null,
    gradientNorm: null,
    updatesPerSecond: null,
  };
  const startMs = clock();
  const meter = createRateMeter(startStep, startMs);
  const glyphs = glyphsFor(options.terminal);
  const display = createDisplay(options, {
    bar: (columns) => barLine(state, columns, glyphs),
    plain: () => plainLine(state),
  });
  let lastDrawMs = startMs;
  let closed = false;

  return {
    handle(event) {
      if (closed) return;
      if (event.type === 'evaluation') {
        state = { ...state, evaluatedCount: null };
        if (options.mode !== 'none') display.print(evaluationLine(event, floors));
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
