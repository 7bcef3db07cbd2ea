// The events of an interrupted run up to where it goes on: read from its metrics, which are cut back to
// them, so that no step is told twice.
import type { TrainEvent } from '../training/events.ts';
import { toJsonLine } from '../training/json.ts';
import type { Progress } from '../training/trainState.ts';
import { writeAtomically } from './files.ts';
import { isOnCadence, metricsHeader } from './metricsFile.ts';
import type { OnWarning } from './readCheckpoints.ts';
import { readCadence, readMetrics } from './readMetrics.ts';
import type { MetricsSource } from './startPoint.ts';

/**
 * Whether an event lies before the point where a run goes on and would be told by a run that was never
 * interrupted, too.
 */
export function isPast(event: TrainEvent, progress: Readonly<Progress>, every: number): boolean {
  switch (event.type) {
    case 'step':
      return event.step <= progress.step && isOnCadence(event.step, every);
    case 'evaluation':
      return event.split === 'validation' && event.step <= progress.evaluatedStep;
    case 'stateGradient':
      return event.step === 1 && progress.isFirstTold;
    default:
      return false;
  }
}

/** What is on record of a run before it goes on. */
export interface PastEvents {
  /** In order; the metrics hold these. */
  readonly events: readonly TrainEvent[];
  /** The last step, where it has no line of its own. */
  readonly unwritten: TrainEvent | null;
  /** Steps per line from the beginning on. */
  readonly every: number;
}

/**
 * The cadence of a run that is to go on with another: the least multiple of the old one that is no finer than
 * the new one, so that the metrics are those of a run that had it from its beginning.
 */
function jointCadence(old: number | null, asked: number): number {
  return old === null ? asked : old * Math.ceil(asked / old);
}

/**
 * Cuts the metrics of a run back to where it goes on, or takes over those of the run it extends.
 * @param source the metrics there are
 * @param target the metrics to write; may be the same
 * @param asked steps per line; the metrics so far may be coarser, which is told, or not be a part of it
 * @throws StoredFileError if a line but the last is damaged, or the file is newer or of another run
 * @throws FileError if it cannot be read or written
 */
export async function cutBackMetrics(
  source: MetricsSource,
  target: MetricsSource,
  progress: Readonly<Progress>,
  asked: number,
  onWarning: OnWarning,
): Promise<PastEvents> {
  const old = await readCadence(source.path, source.runId);
  const every = jointCadence(old, asked);
  if (every !== asked) {
    onWarning(
      `${source.path}: holds every ${old} steps, so the metrics go on with every ${every} and not ` +
        `every ${asked}; --fresh records all anew`,
    );
  }
  const events: TrainEvent[] = [];
  let unwritten: TrainEvent | null = null;
  let lastStep = 0;
  const state = await readMetrics(source.path, source.runId, (event) => {
    if (event.type === 'step') lastStep = Math.max(lastStep, event.step);
    if (isPast(event, progress, every)) events.push(event);
    else if (event.type === 'step' && event.step === progress.step) unwritten = event;
  });
  if (state === 'torn') onWarning(`${source.path}: its last line is torn and is dropped`);
  if (lastStep < progress.step - (progress.step % every)) {
    onWarning(`${source.path}: steps before ${progress.step} are missing: curves will have a gap`);
  }
  await writeAtomically(
    target.path,
    metricsHeader(target.runId, every) + events.map(toJsonLine).join(''),
  );
  return { events, unwritten, every };
}
