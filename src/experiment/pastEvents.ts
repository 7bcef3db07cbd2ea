// The events of an interrupted run up to where it goes on: read from its metrics, which are cut back to
// them, so that no step is told twice.
import type { TrainEvent } from '../training/events.ts';
import { toJsonLine } from '../training/json.ts';
import type { TrainState } from '../training/trainState.ts';
import { writeAtomically } from './files.ts';
import { isOnCadence, metricsHeader } from './metricsFile.ts';
import type { OnWarning } from './readCheckpoints.ts';
import { readMetrics } from './readMetrics.ts';

/**
 * Whether an event lies before the point where a run goes on and would be told by a run that was never
 * interrupted, too.
 */
function isPast(event: TrainEvent, state: TrainState, every: number): boolean {
  switch (event.type) {
    case 'step':
      return event.step <= state.step && isOnCadence(event.step, every);
    case 'evaluation':
      return event.split === 'validation' && event.step <= state.evaluatedStep;
    case 'stateGradient':
      return event.step === 1 && state.isFirstTold;
    default:
      return false;
  }
}

/**
 * Cuts the metrics of a run back to where it goes on.
 * @param every steps per line
 * @returns the events that are left, in order
 * @throws StoredFileError if a line but the last is damaged, or the file is newer or of another run
 * @throws FileError if it cannot be read or written
 */
export async function cutBackMetrics(
  path: string,
  runId: string,
  state: TrainState,
  every: number,
  onWarning: OnWarning,
): Promise<readonly TrainEvent[]> {
  const past: TrainEvent[] = [];
  let lastStep = 0;
  await readMetrics(path, runId, (event) => {
    if (event.type === 'step') lastStep = Math.max(lastStep, event.step);
    if (isPast(event, state, every)) past.push(event);
  });
  if (lastStep < state.step - (state.step % every)) {
    onWarning(`${path}: steps before ${state.step} are missing: curves will have a gap`);
  }
  await writeAtomically(path, metricsHeader(runId, every) + past.map(toJsonLine).join(''));
  return past;
}
