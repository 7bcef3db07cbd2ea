// Where a run starts if not at the beginning: its own last checkpoint, that of a shorter run on the same
// trajectory, or that of a run it branches off.
import type { PolicyState } from '../training/policies/policyState.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import type { RunState } from './storedState.ts';

/** How a run came to where it starts. */
export type Origin =
  | { readonly type: 'beginning' }
  /** Its own checkpoint, after an interruption. */
  | { readonly type: 'resumed' }
  /** The checkpoint of a run that differs in steps and stop only. */
  | { readonly type: 'extended'; readonly directory: string; readonly runId: string }
  /** The checkpoint of another run whose parameters it takes over. */
  | { readonly type: 'branched'; readonly directory: string };

/** Metrics of some run. */
export interface MetricsSource {
  readonly path: string;
  /** The run that the file must be of. */
  readonly runId: string;
}

/** A point after some update that a run starts from. */
export interface StartPoint {
  readonly origin: Exclude<Origin, { readonly type: 'beginning' }>;
  /** Updates done there. */
  readonly step: number;
  /** What the policies kept; undefined where they start afresh. */
  readonly policyStates: readonly PolicyState[] | undefined;
  /** Steps of the run's own checkpoints up to this point, ascending. */
  readonly written: readonly number[];
  /** Metrics that tell of the steps before, or null where they are not this run's past. */
  readonly metrics: MetricsSource | null;
  /**
   * Puts the vectors of a setup built for the run to where they stood.
   * @returns the rest of the state
   * @throws WeightsFileError if the checkpoint is not of such a network
   * @throws StateError if its state is not of such a run
   */
  enter(setup: TrainSetup): RunState;
}
