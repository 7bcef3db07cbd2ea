// The events of an interrupted run up to where it goes on: read from its metrics, which are cut back to
// them, so that no step is told twice.
import type { TrainEvent } from '../training/events.ts';
import { toJsonLine } from '../training/json.ts';
import type { Progress } from '../training/trainState.ts';
import { writeAtomically } from './files.ts';
import { isOnCadence, metricsHeader } from './metricsFile.ts';
import type { OnWarning } from './readCheckpoints.ts';
import { readMetrics } from './readMetrics.ts';
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
}

/**
 * Cuts the metrics of a run back to where it goes on, or takes over those of the run it extends.
 * @param source the metrics there are
 * @param target the metrics to write; may be the same
 * @param every steps per line
 * @throws StoredFileError if a line but the last is damaged, or the file is newer or of another run
 * @throws FileError if it cannot be read or written
 */
export async function cutBackMetrics(
  source: MetricsSource,
  target: MetricsSource,
  progress: Readonly<Progress>,
  every: number,
  onWarning: OnWarning,
): Promise<PastEvents> {
  const events: TrainEvent[] = [];
  let unwritten: TrainEvent | null = null;
  let lastStep = 0;
  await readMetrics(source.path, source.runId, (event) => {
    if (event.type === 'step') lastStep = Math.max(lastStep, event.step);
    if (isPast(event, progress, every)) events.push(event);
    else if (event.type === 'step' && event.step === progress.step) unwritten = event;
  });
  if (lastStep < progress.step - (progress.step % every)) {
    onWarning(`${source.path}: steps before ${progress.step} are missing: curves will have a gap`);
  }
  await writeAtomically(
    target.path,
    metricsHeader(target.runId, every) + events.map(toJsonLine).join(''),
  );
  return { events, unwritten };
}
