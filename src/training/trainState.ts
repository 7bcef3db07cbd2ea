// Where a training stands between two updates: everything it goes on from that does not lie in the
// vectors of its memory. Plain data, fit for JSON but for numbers that are not finite.
import type { RandomState } from '../math/random.ts';
import type { SourceState } from '../tasks/task.ts';
import type { Divergence, Outcome, StateGradientEvent } from './events.ts';
import { emptyTotals, type GradientTotals } from './gradientTotals.ts';
import { type OptimizerOptions, optimizers } from './optimizers/index.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { PolicyState } from './policies/policyState.ts';
import { emptyPenalties, type PenaltyTotals } from './regularizers/penaltyMean.ts';
import { scheduleOf } from './schedules/index.ts';
import type { ScheduleState } from './schedules/schedule.ts';
import { initialStopState, type StopState } from './stop.ts';
import type { TrainSetup } from './trainSetup.ts';

/** What changes in place from update to update. */
export interface Progress {
  /** Updates done. */
  step: number;
  /** Training loss of the last one. */
  loss: number | null;
  /** Loss above which the run counts as diverged; null before the first finite one. */
  lossLimit: number | null;
  /** The last step whose validation is done. */
  evaluatedStep: number;
  /** Why the run ends before its last step; null while it goes on. */
  verdict: Extract<Outcome, 'solved' | 'plateau' | 'diverged'> | null;
  divergence: Divergence | null;
  /** Whether dL/dh_t of the first step has been told. */
  isFirstTold: boolean;
  /** Numbers that the optimizer keeps. */
  readonly scalars: Record<string, number>;
  readonly schedule: ScheduleState;
  readonly stop: StopState;
  readonly totals: GradientTotals;
  readonly penalties: PenaltyTotals;
}

/** Everything beside the vectors. */
export interface TrainState {
  readonly progress: Readonly<Progress>;
  readonly source: SourceState;
  readonly dropout: RandomState;
  /** What each policy keeps, in order. */
  readonly policies: readonly PolicyState[];
  /** dL/dh_t of the last step, which cannot be computed again; null before the first. */
  readonly stateGradient: StateGradientEvent | null;
}

/** Progress before the first update, or a copy of that of a state. */
export function startProgress(
  { training, policies }: Pick<TrainSetup, 'training' | 'policies'>,
  from: TrainState | undefined,
): Progress {
  if (from) return structuredClone(from.progress) as Progress;
  const optimizer = optimizers[training.optimizer.type] as Optimizer<OptimizerOptions>;
  return {
    step: 0,
    loss: null,
    lossLimit: null,
    evaluatedStep: 0,
    verdict: null,
    divergence: null,
    isFirstTold: false,
    scalars: optimizer.scalars(training.optimizer),
    schedule: scheduleOf(training.schedule).start(training.schedule),
    stop: initialStopState(),
    totals: emptyTotals(policies.report),
    penalties: emptyPenalties(),
  };
}
