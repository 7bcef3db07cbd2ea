// What a training works with: options, and everything built from them. Nothing runs here.
import type { Arena } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { TensorVector } from '../math/layout.ts';
import type { Network } from '../model/network.ts';
import type { Task } from '../tasks/task.ts';
import type { AveragingOptions } from './averaging.ts';
import type { OptimizerOptions } from './optimizers/index.ts';
import type { PolicyChain } from './policies/chain.ts';
import type { PolicyOptions } from './policies/index.ts';
import type { RegularizerOptions } from './regularizers/index.ts';
import type { BoundRegularizer } from './regularizers/regularizer.ts';
import type { ScheduleOptions } from './schedules/index.ts';
import type { StopOptions } from './stop.ts';
import type { TruncationOptions } from './truncation.ts';

/** How to train. */
export interface TrainingOptions {
  readonly batchSize: number;
  readonly steps: number;
  readonly truncation: TruncationOptions;
  readonly optimizer: OptimizerOptions;
  readonly schedule: ScheduleOptions;
  readonly averaging: AveragingOptions;
  readonly policy: readonly PolicyOptions[];
  readonly regularizer: RegularizerOptions;
  readonly stop: StopOptions;
}

/** How often, and on which drawn sequences, to evaluate. */
export interface EvaluationOptions {
  readonly every: number;
  /** Sequences drawn, of each length where there are several. */
  readonly size: number;
  /** Lengths that are looked at one after the other; without it those the task draws. */
  readonly lengths?: readonly number[];
}

/** Everything a training run works with; built and initialized. */
export interface TrainSetup {
  readonly seed: number;
  readonly training: TrainingOptions;
  readonly evaluation: EvaluationOptions;
  readonly task: Task;
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly network: Network;
  /** One vector per name in the optimizer's `stateVectors`. */
  readonly optimizerState: readonly TensorVector[];
  /** The average of the parameters that evaluations use, or null where they are not averaged. */
  readonly averagedParameters: TensorVector | null;
  /** The term beside the loss, or null without one. */
  readonly regularizer: BoundRegularizer | null;
  /** The policies of the options, then those of a user's own, tied to the gradient. */
  readonly policies: PolicyChain;
}

/**
 * Looked at before every step and between the batches of an evaluation; set `interrupted` to end
 * the run after the one under way.
 */
export interface TrainControl {
  interrupted: boolean;
}
