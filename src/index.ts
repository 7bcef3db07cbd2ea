// The package as a library: train from a program, with a task or a policy of one's own, and sweep a
// toy's cost surface. Everything else of the package is its inside and may change.
import { type CreateRunOptions, createRun } from './experiment/createRun.ts';
import { drive } from './experiment/drive.ts';
import { createFactsRecorder } from './experiment/runSummary.ts';
import type { OwnTaskSpecInput, SpecInput } from './experiment/schema/spec.ts';
import type { Task } from './tasks/task.ts';
import type {
  Divergence,
  Evaluation,
  GradientSummary,
  Outcome,
  TrainEvent,
} from './training/events.ts';
import type { TensorRows } from './training/policies/tensorRows.ts';

/** How to train, beside the config. */
export interface TrainOptions extends CreateRunOptions {
  /** Called for every event, in order. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Ends the training after the step under way. */
  readonly signal?: AbortSignal;
  /** Ends the training after this time, in ms. */
  readonly maxTimeMs?: number;
}

/** What a training came to. */
export interface Trained {
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** Training loss of the last step; null where no step was done. */
  readonly loss: number | null;
  /** The last look at validation data, and the one look at test data. */
  readonly validation: Evaluation | null;
  readonly test: Evaluation | null;
  readonly gradient: GradientSummary;
  /** Where it went astray, if it did. */
  readonly divergence: Divergence | null;
  /** Trained parameters by full tensor name, such as `layers.0.Whh`, row by row. */
  readonly parameters: TensorRows;
}

/**
 * Trains a config to its end. The same config gives the same numbers on every machine.
 *
 * A run lets the event loop turn every 50 ms or so; `createRun` gives the bare events instead.
 * @param config what a config file would hold, as data; without `task` where `options.task` is given
 * @throws InvalidConfigError if the config has problems
 * @throws ConfigurationError if its parts, task and machine do not fit together
 * @throws DataError if a file it names cannot be read
 */
export async function train(config: SpecInput, options?: TrainOptions): Promise<Trained>;
export async function train(
  config: OwnTaskSpecInput,
  options: TrainOptions & { readonly task: Task },
): Promise<Trained>;
export async function train(
  config: SpecInput | OwnTaskSpecInput,
  options: TrainOptions = {},
): Promise<Trained> {
  const deadlineMs = performance.now() + (options.maxTimeMs ?? Number.POSITIVE_INFINITY);
  const run = await createRun(config as SpecInput, options);
  const recorder = createFactsRecorder();
  await drive(run.events(), run.control, {
    signal: options.signal,
    deadlineMs,
    onTurn: () => {},
    onEvent(event) {
      recorder.handle(event);
      options.onEvent?.(event);
    },
  });
  const { end, validation, test } = recorder.facts();
  const { outcome, step, loss, gradient, divergence } = end;
  const { parameters } = run;
  return { outcome, step, loss, validation, test, gradient, divergence, parameters };
}

export {
  type CreateRunOptions,
  createRun,
  InvalidConfigError,
  type Run,
} from './experiment/createRun.ts';
export { DataError } from './experiment/dataFile.ts';
export type { ConfigIssue } from './experiment/load/issue.ts';
export type {
  OwnTaskSpec,
  OwnTaskSpecInput,
  Spec,
  SpecInput,
} from './experiment/schema/spec.ts';
export type { Axis } from './experiment/surface/axis.ts';
export type { DescentOptions } from './experiment/surface/descend.ts';
export type { RefineOptions } from './experiment/surface/refinement/refine.ts';
export { SweepInterruptedError, type SweepProgress } from './experiment/surface/sampler.ts';
export type {
  DescentPath,
  DescentStep,
  Refinement,
  Samples,
  Surface,
} from './experiment/surface/surface.ts';
export type { SweepResult } from './experiment/surface/sweep.ts';
export {
  type SweepProgramOptions,
  sweepToy as sweep,
  type ToySweepInput,
} from './experiment/surface/sweepFromProgram.ts';
export type { Window } from './experiment/surface/toyDefaults.ts';
export { ConfigurationError } from './math/configurationError.ts';
export type { KernelName } from './math/kernels.ts';
export type { RandomStream } from './math/random.ts';
export { type DrawnTaskOptions, type DrawSequence, drawnTask } from './tasks/drawn.ts';
export type {
  Batch,
  BatchSource,
  EvaluationSplit,
  InputShape,
  LengthOption,
  SourceState,
  TargetShape,
  Task,
} from './tasks/task.ts';
export type {
  Divergence,
  EndEvent,
  Evaluation,
  EvaluationEvent,
  EvaluationProgressEvent,
  GradientSummary,
  Outcome,
  PolicyStep,
  PolicySummary,
  StateGradientEvent,
  StepEvent,
  TrainEvent,
} from './training/events.ts';
export type { OwnPolicy, OwnPolicyInput } from './training/policies/ownPolicy.ts';
export type { TensorRows } from './training/policies/tensorRows.ts';
export type { Verdict } from './training/policies/verdict.ts';
