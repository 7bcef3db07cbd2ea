// Runs a training to its end in turns, so that signals and redraws are not kept waiting.
import type { TrainEvent } from '../training/events.ts';
import type { TrainControl } from '../training/train.ts';

/** How long the event loop may stand still, in ms. */
const TURN_MS = 50;

/** What a driven training listens to, and who listens to it. */
export interface DriveOptions {
  /** Ends the run after the step under way. */
  readonly signal: AbortSignal | undefined;
  /** Time, by `performance.now`, at which the run ends after the step under way. */
  readonly deadlineMs: number;
  /** Called for every event, in order. */
  readonly onEvent: (event: TrainEvent) => void;
  /** Called before the event loop takes its turn; what it returns is waited for. */
  readonly onTurn: () => void | Promise<void>;
  /** Asked after every event: whether the turn comes before its time. */
  readonly needsTurn?: () => boolean;
}

/**
 * Takes every event of a training.
 * @param control of the same training; set where signal or deadline ask for it
 */
export async function drive(
  events: Iterable<TrainEvent>,
  control: TrainControl,
  { signal, deadlineMs, onEvent, onTurn, needsTurn }: DriveOptions,
): Promise<void> {
  const askToEnd = (): void => {
    control.interrupted ||= signal?.aborted === true || performance.now() > deadlineMs;
  };
  askToEnd();
  let turnedMs = performance.now();
  for (const event of events) {
    onEvent(event);
    if (performance.now() - turnedMs < TURN_MS && !needsTurn?.()) continue;
    await onTurn();
    await new Promise((resolve) => setImmediate(resolve));
    askToEnd();
    turnedMs = performance.now();
  }
}
