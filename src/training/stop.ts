// When a validation ends the run: solved, or no better for too long.
import { ConfigurationError } from '../math/configurationError.ts';
import { hasData } from '../tasks/hasData.ts';
import type { Task } from '../tasks/task.ts';
import type { Evaluation } from './events.ts';

/** Rules beside the number of steps; a rule that is absent is off. */
export interface StopOptions {
  /** Solved when the evaluation's error lies below it, at each length where there are several. */
  readonly error?: number;
  readonly plateau?: {
    /** Evaluations in a row without improvement. */
    readonly patience: number;
    /** What counts as improvement of the loss. */
    readonly minimumImprovement: number;
  };
}

/** Best loss so far and evaluations since; saved with a run. */
export interface StopState {
  bestLoss: number;
  sinceBest: number;
}

/** State before the first evaluation. */
export function initialStopState(): StopState {
  return { bestLoss: Infinity, sinceBest: 0 };
}

/**
 * Checks that rules have something to look at.
 * @throws ConfigurationError if there are rules and no validation data
 */
export function checkStop({ error, plateau }: StopOptions, task: Task): void {
  if (error === undefined && plateau === undefined) return;
  if (hasData(task, 'validation')) return;
  throw new ConfigurationError(
    'training.stop: expected a task with validation data to look at, got one without: raise ' +
      'task.split.validation, name a validation file or leave stop out',
  );
}

/** Takes in one validation; returns why the run ends, or null if it goes on. */
export function judge(
  options: StopOptions,
  state: StopState,
  evaluation: Evaluation,
): 'solved' | 'plateau' | null {
  const { loss } = evaluation;
  if (options.error !== undefined && worstError(evaluation) < options.error) return 'solved';
  if (!options.plateau) return null;
  const { patience, minimumImprovement } = options.plateau;
  if (loss < state.bestLoss - minimumImprovement) {
    state.bestLoss = loss;
    state.sinceBest = 0;
    return null;
  }
  state.sinceBest++;
  return state.sinceBest >= patience ? 'plateau' : null;
}

/** The largest error of any length: a net that is right at one may be wrong at another. */
function worstError({ error, lengths = [] }: Evaluation): number {
  const errors = lengths.length > 0 ? lengths.map((one) => one.error) : [error];
  return Math.max(...errors.map((one) => one ?? Number.POSITIVE_INFINITY));
}
