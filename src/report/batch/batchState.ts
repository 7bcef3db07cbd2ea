// How far a suite is, from the events of its executor: counts, what is running, and how long the rest
// may take.
import type { JobEvent } from '../../experiment/executors/executor.ts';

/** A run under way. */
export interface RunningJob {
  readonly index: number;
  readonly worker: string;
  /** Updates done, null before any is told of. */
  readonly step: number | null;
  readonly loss: number | null;
}

/** How far a suite is. */
export interface BatchState {
  /** Runs of the suite. */
  readonly runCount: number;
  /** Finished, now or before. */
  readonly finishedCount: number;
  /** Failed now. */
  readonly failedCount: number;
  /** Neither finished nor failed nor running. */
  readonly leftCount: number;
  /** Runs under way, in the order they were started. */
  readonly running: readonly RunningJob[];
  /** Time the rest may take, in ms; null while nothing tells how long a run takes. */
  readonly remainingMs: number | null;
}

/** What is known before the first run. */
export interface BatchBeginning {
  readonly runCount: number;
  /** Finished before. */
  readonly finishedCount: number;
  /** To be run now. */
  readonly todoCount: number;
  /** Updates of a run at most, or null where unknown. */
  readonly stepsOf: (index: number) => number | null;
  /** A monotonic clock in ms. */
  readonly clock: () => number;
}

/** What a run under way has told of its speed. */
interface Pace {
  /** Step and time of its first report; where it began before may be far back. */
  readonly from: { readonly step: number; readonly ms: number };
  readonly to: { readonly step: number; readonly ms: number };
}

/** Follows a suite. */
export interface BatchRecorder {
  /** Takes the next event. */
  handle(event: JobEvent): void;
  /** How far it is. */
  state(): BatchState;
}

/** Follows a suite from its beginning. */
export function createBatchRecorder(beginning: BatchBeginning): BatchRecorder {
  const { runCount, todoCount, stepsOf, clock } = beginning;
  const paces = new Map<number, Pace>();
  const running = new Map<number, RunningJob>();
  const done = { finished: 0, failed: 0, durationMs: 0 };
  let mostRunning = 1;

  /** Share of a run that is done. */
  const doneFraction = ({ index, step }: RunningJob) => {
    const steps = stepsOf(index);
    return step === null || !steps ? 0 : Math.min(1, step / steps);
  };
  const notePace = (index: number, step: number): void => {
    const to = { step, ms: clock() };
    paces.set(index, { from: paces.get(index)?.from ?? to, to });
  };
  /** Mean time of whole runs at the pace of those under way; null before any has told twice. */
  const expectedMs = (): number | null => {
    const times = [...running.keys()].flatMap((index) => {
      const pace = paces.get(index);
      const steps = stepsOf(index);
      if (!pace || !steps || pace.to.step <= pace.from.step) return [];
      return (steps * (pace.to.ms - pace.from.ms)) / (pace.to.step - pace.from.step);
    });
    return times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length;
  };
  const remainingMs = (leftCount: number): number | null => {
    const meanMs = done.finished > 0 ? done.durationMs / done.finished : expectedMs();
    if (meanMs === null) return null;
    const begun = [...running.values()].reduce((sum, one) => sum + 1 - doneFraction(one), 0);
    return Math.max(0, ((leftCount + begun) * meanMs) / mostRunning);
  };
  return {
    handle(event) {
      const { index } = event;
      if (event.type === 'started') {
        running.set(index, { index, worker: event.worker, step: null, loss: null });
        paces.delete(index);
        mostRunning = Math.max(mostRunning, running.size);
      } else if (event.type === 'progress') {
        const job = running.get(index);
        notePace(index, event.step);
        if (job) running.set(index, { ...job, step: event.step, loss: event.loss ?? null });
      } else if (event.type !== 'warning') {
        running.delete(index);
        if (event.type === 'failed') done.failed += 1;
        if (event.type === 'finished') {
          done.finished += 1;
          done.durationMs += event.durationMs;
        }
      }
    },
    state() {
      const leftCount = Math.max(0, todoCount - done.finished - done.failed - running.size);
      return {
        runCount,
        finishedCount: beginning.finishedCount + done.finished,
        failedCount: done.failed,
        leftCount,
        running: [...running.values()],
        remainingMs: remainingMs(leftCount),
      };
    },
  };
}
