// What is kept of a run for its report: bounded however long the run is. It listens to the events
// and draws nothing.
import type {
  EndEvent,
  EvaluationEvent,
  StateGradientEvent,
  TrainEvent,
} from '../training/events.ts';
import { createSeriesRecorder, type SeriesPoint } from './seriesRecorder.ts';
import { createThinnedList } from './thinnedList.ts';
import { createWatchedRecorder, type WatchedRecord } from './watchedRecorder.ts';

/** Everything a report of a run is made from. */
export interface RunRecord {
  /** Training loss over steps. */
  readonly loss: readonly SeriesPoint[];
  /** Gradient norm before the policies over steps. */
  readonly gradientNorm: readonly SeriesPoint[];
  /** Updates a policy left out. */
  readonly skippedCount: number;
  readonly firstStateGradient: StateGradientEvent | null;
  readonly lastStateGradient: StateGradientEvent | null;
  /** Evenly thinned, in order; the first, the best and the last are among them. */
  readonly evaluations: readonly EvaluationEvent[];
  /** How many evaluations there were. */
  readonly evaluationCount: number;
  /** The path of watched parameters, or null where the task watches none. */
  readonly watched: WatchedRecord | null;
  readonly end: EndEvent | null;
}

/** Listens to a run. */
export interface RunRecorder {
  /** Takes the next event. */
  handle(event: TrainEvent): void;
  /** Gives what was kept so far. */
  record(): RunRecord;
}

const EVALUATION_LIMIT = 256;

const scoreOf = ({ error, loss }: EvaluationEvent) => error ?? loss;

/** Makes the listener for one run. */
export function createRunRecorder(): RunRecorder {
  const loss = createSeriesRecorder();
  const gradientNorm = createSeriesRecorder();
  const watched = createWatchedRecorder();
  const evaluations = createThinnedList<EvaluationEvent>(EVALUATION_LIMIT);
  let evaluationCount = 0;
  let skippedCount = 0;
  let best: EvaluationEvent | null = null;
  let firstStateGradient: StateGradientEvent | null = null;
  let lastStateGradient: StateGradientEvent | null = null;
  let end: EndEvent | null = null;

  const withBest = () => {
    const kept = evaluations.items();
    if (best === null || kept.includes(best)) return kept;
    const after = kept.findIndex(({ step }) => best !== null && step > best.step);
    return after === -1 ? [...kept, best] : [...kept.slice(0, after), best, ...kept.slice(after)];
  };

  return {
    handle(event) {
      switch (event.type) {
        case 'step':
          loss.add(event.step, event.loss);
          gradientNorm.add(event.step, event.gradientNorm);
          if (event.skipped) skippedCount += 1;
          if (event.watched) watched.add(event.step, event.watched, event.loss);
          break;
        case 'stateGradient':
          firstStateGradient ??= event;
          lastStateGradient = event;
          break;
        case 'evaluation':
          evaluations.add(event);
          evaluationCount += 1;
          if (best === null || scoreOf(event) < scoreOf(best)) best = event;
          break;
        case 'end':
          end = event;
          if (event.watched) watched.end(event.step, event.watched);
          break;
      }
    },
    record: () => ({
      loss: loss.points(),
      gradientNorm: gradientNorm.points(),
      skippedCount,
      firstStateGradient,
      lastStateGradient,
      evaluations: withBest(),
      evaluationCount,
      watched: watched.record(),
      end,
    }),
  };
}
