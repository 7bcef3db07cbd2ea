// The training loop and nothing else: batch, forward, backward, policies, update, event.
import type { Arena } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { TensorVector } from '../math/layout.ts';
import { openStream } from '../math/random.ts';
import type { Network } from '../model/network.ts';
import type { Task } from '../tasks/task.ts';
import { type AveragingOptions, type ParameterAverage, startAverage } from './averaging.ts';
import { locateDivergence, lossLimit } from './divergence.ts';
import { evaluate } from './evaluate.ts';
import type {
  Divergence,
  Evaluation,
  EvaluationEvent,
  EvaluationProgressEvent,
  Outcome,
  PolicyStep,
  StateGradientEvent,
  StepEvent,
  TrainEvent,
} from './events.ts';
import { addStep, emptyTotals, summarize } from './gradientTotals.ts';
import { type OptimizerOptions, optimizers } from './optimizers/index.ts';
import type { Optimizer, UpdateContext } from './optimizers/optimizer.ts';
import type { ChainReport, PolicyChain, PolicyReport } from './policies/chain.ts';
import type { PolicyOptions } from './policies/index.ts';
import type { RegularizerOptions } from './regularizers/index.ts';
import { addPenalty, emptyPenalties, penaltyMean } from './regularizers/penaltyMean.ts';
import type { BoundRegularizer } from './regularizers/regularizer.ts';
import { type ScheduleOptions, scheduleOf } from './schedules/index.ts';
import { stateGradient } from './stateGradient.ts';
import { initialStopState, judge, type StopOptions } from './stop.ts';
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

/** How often, and on how many drawn sequences, to evaluate. */
export interface EvaluationOptions {
  readonly every: number;
  readonly size: number;
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

/**
 * Trains and tells: one event per update, evaluations as they come, `end` last. Synchronous; between
 * two events nothing is under way, so a driver may pause, stop or save.
 *
 * Order within an update: loss and gradient at the parameters before it, regularizer, policies,
 * optimizer. A run
 * that diverges does not make the update it diverged in.
 */
export function* train(
  setup: TrainSetup,
  control: TrainControl,
): Generator<TrainEvent, void, undefined> {
  const { seed, training, evaluation, task, arena, kernels, network, policies, regularizer } =
    setup;
  const { batchSize, steps, stop } = training;
  const { batch, gradient, parameters } = network;
  const source = task.training(openStream(seed, 'train'));
  const dropout = openStream(seed, 'dropout');
  const optimizer = optimizers[training.optimizer.type] as Optimizer<OptimizerOptions>;
  const update: UpdateContext<OptimizerOptions> = {
    kernels,
    options: training.optimizer,
    parameters: parameters.address,
    gradient: gradient.address,
    state: setup.optimizerState.map(({ address }) => address),
    byteLength: parameters.byteLength,
    scalars: optimizer.scalars(training.optimizer),
  };
  const average = startAverage(
    training.averaging,
    arena,
    kernels,
    parameters,
    setup.averagedParameters,
  );
  const schedule = scheduleOf(training.schedule);
  const scheduleState = schedule.start(training.schedule);
  const watch = watcher(setup);
  const hooks = { clipStep: policies.clipStep, stateTerm: regularizer?.stateTerm ?? null };
  const { report } = policies;
  const totals = emptyTotals(report);
  const penalties = emptyPenalties();
  const stopState = initialStopState();
  const baseRate = training.optimizer.learningRate;
  let step = 0;
  let loss: number | null = null;
  let limit = Infinity;
  const last = { sequenceLength: 0, batchSize: 0, startStep: 0 };
  let lastRead: StateGradientEvent | null = null;
  let outcome: Outcome = 'completed';
  let divergence: Divergence | null = null;

  const readStateGradient = (): StateGradientEvent => stateGradient(kernels, network, step, last);

  /** Runs the next batch with targets, and before it windows that only move the state on. */
  const forwardToTargets = (): number => {
    for (;;) {
      batch.batchSize = batchSize;
      source.next(batch);
      network.drawDropout(dropout);
      const batchLoss = network.forward('train');
      if (batch.window?.hasTargets !== false) return batchLoss;
    }
  };

  while (step < steps) {
    if (control.interrupted) {
      outcome = 'interrupted';
      break;
    }
    step++;
    lastRead = null;
    const stepLoss = forwardToTargets();
    network.backward(hooks);
    const penalty = regularizer?.add(step);
    if (penalty !== undefined) addPenalty(penalties, penalty);
    policies.apply();
    last.sequenceLength = batch.sequenceLength;
    last.batchSize = batch.batchSize;
    last.startStep = batch.window?.start ?? 0;
    loss = stepLoss;
    if (limit === Infinity && Number.isFinite(stepLoss)) limit = lossLimit(stepLoss);
    const diverged = !report.skipped && !isSound(report, stepLoss, limit);
    const watched = watch?.();
    addStep(totals, report);
    const learningRate = baseRate * scheduleState.factor;
    if (!diverged && !report.skipped) {
      optimizer.update(update, learningRate);
      average.update();
    }
    const event: StepEvent = {
      type: 'step',
      step,
      sequenceLength: last.sequenceLength,
      loss: stepLoss,
      ...(penalty === undefined ? {} : { penalty }),
      gradientNorm: report.normBefore,
      gradientNormAfter: report.norm,
      clipped: report.clipped,
      skipped: report.skipped,
      learningRate,
      ...(policies.turns ? { gradientCosine: report.cosine } : {}),
      ...(report.policies.length > 1 ? { policies: report.policies.map(stepOf) } : {}),
      ...(watched ? { watched } : {}),
    };
    yield event;
    if (step === 1) yield readStateGradient();
    if (diverged) {
      outcome = 'diverged';
      divergence = locateDivergence(arena, network, step, stepLoss);
      break;
    }
    schedule.afterUpdate(training.schedule, scheduleState, step);
    if (step % evaluation.every === 0) {
      // Without a readout the loss writes to dL/dh_T, in evaluations too.
      lastRead = readStateGradient();
      const result = yield* evaluateAt(setup, average, control, 'validation', step);
      if (result && result !== 'abandoned') {
        schedule.afterValidation?.(training.schedule, scheduleState, step, result.loss);
        const verdict = judge(stop, stopState, result);
        if (verdict) {
          outcome = verdict;
          break;
        }
      }
    }
  }

  if (step > 1) yield lastRead ?? readStateGradient();
  if (outcome !== 'diverged' && outcome !== 'interrupted') {
    const result = yield* evaluateAt(setup, average, control, 'test', step);
    if (result === 'abandoned') outcome = 'interrupted';
  }
  const watched = watch?.();
  yield {
    type: 'end',
    outcome,
    step,
    loss,
    ...(regularizer ? { penaltyMean: penaltyMean(penalties) } : {}),
    gradient: summarize(totals),
    divergence,
    ...(watched ? { watched } : {}),
  };
}

/** Whether a step can be made: loss and gradient are finite, or the gradient's replacement is. */
function isSound(report: ChainReport, loss: number, limit: number): boolean {
  if (report.replaced) return Number.isFinite(report.norm);
  return Number.isFinite(report.normBefore) && Number.isFinite(loss) && loss <= limit;
}

const stepOf = ({ norm, acted }: PolicyReport): PolicyStep => ({ norm, acted });

/**
 * Evaluates the average of the parameters and tells; null where there are no data, 'abandoned' where
 * the run is to end.
 */
function* evaluateAt(
  { network, task, seed, evaluation, training }: TrainSetup,
  average: ParameterAverage,
  control: TrainControl,
  split: 'validation' | 'test',
  step: number,
): Generator<TrainEvent, EvaluationEvent | 'abandoned' | null> {
  const { size } = evaluation;
  const { batchSize } = training;
  const batches = evaluate(network, task, { split, step, seed, size, batchSize });
  let next: IteratorResult<EvaluationProgressEvent, Evaluation | null>;
  average.exchange();
  try {
    next = batches.next();
    while (!next.done) {
      yield next.value;
      if (control.interrupted) return 'abandoned';
      next = batches.next();
    }
  } finally {
    average.exchange();
  }
  if (!next.value) return null;
  const event: EvaluationEvent = { type: 'evaluation', step, ...next.value };
  yield event;
  return event;
}

/** Reads the task's watched parameters by name, or null where it watches none. */
function watcher({
  task,
  arena,
  network,
}: TrainSetup): (() => Readonly<Record<string, number>>) | null {
  const places = task.watched.flatMap(({ name, tensor }) => {
    const found = network.parameters.tensors.find((candidate) => candidate.name === tensor);
    return found ? [{ name, at: arena.indexOf(found, 0, 0) }] : [];
  });
  if (places.length === 0) return null;
  return () => Object.fromEntries(places.map(({ name, at }) => [name, arena.elements[at]!]));
}
