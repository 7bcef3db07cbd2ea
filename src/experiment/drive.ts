// Runs a training, or what else is a sequence of events, to its end in turns, so that signals and redraws are not kept waiting.
import type { TrainControl } from '../training/trainSetup.ts';

/** How long the event loop may stand still, in ms. */
const TURN_MS = 50;

/** What a driven sequence listens to, and who listens to it. */
export interface DriveOptions<Event> {
  /** Ends the run after the step under way. */
  readonly signal: AbortSignal | undefined;
  /** Time, by `performance.now`, at which the run ends after the step under way. */
  readonly deadlineMs: number;
  /** Called for every event, in order. */
  readonly onEvent: (event: Event) => void;
  /** Called before the event loop takes its turn; what it returns is waited for. */
  readonly onTurn: () => void | Promise<void>;
  /** Asked after every event: whether the turn comes before its time. */
  readonly needsTurn?: () => boolean;
}

/**
 * Takes every event of a training or the like.
 * @param control of the same training; set where signal or deadline ask for it
 */
export async function drive<Event>(
  events: Iterable<Event>,
  control: TrainControl,
  { signal, deadlineMs, onEvent, onTurn, needsTurn }: DriveOptions<Event>,
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
