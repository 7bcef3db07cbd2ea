// The training loop and nothing else: batch, forward, backward, policies, update, event.
import { openStream } from '../math/random.ts';
import { type ParameterAverage, startAverage } from './averaging.ts';
import { locateDivergence, lossLimit } from './divergence.ts';
import { evaluate } from './evaluate.ts';
import type {
  Evaluation,
  EvaluationEvent,
  EvaluationProgressEvent,
  Outcome,
  PolicyStep,
  StateGradientEvent,
  StepEvent,
  TrainEvent,
} from './events.ts';
import { addStep, summarize } from './gradientTotals.ts';
import { type OptimizerOptions, optimizers } from './optimizers/index.ts';
import type { Optimizer, UpdateContext } from './optimizers/optimizer.ts';
import type { ChainReport, PolicyReport } from './policies/chain.ts';
import { addPenalty, penaltyMean } from './regularizers/penaltyMean.ts';
import { scheduleOf } from './schedules/index.ts';
import { stateGradient } from './stateGradient.ts';
import { judge } from './stop.ts';
import type { TrainControl, TrainSetup } from './trainSetup.ts';
import { startProgress, type TrainState } from './trainState.ts';

/** A training that can be asked where it stands. */
export interface Training {
  /**
   * Trains and tells: one event per update, evaluations as they come, `end` last; to be taken once.
   * Synchronous; between two events nothing is under way, so a driver may pause, stop or save.
   *
   * Order within an update: loss and gradient at the parameters before it, regularizer, policies,
   * optimizer. A run that diverges does not make the update it diverged in.
   */
  events(control: TrainControl): Generator<TrainEvent, void, undefined>;
  /** Where it stands; to be asked between two events. With the vectors it is all there is. */
  state(): TrainState;
}

/** Trains from the beginning; see `Training.events`. */
export function train(setup: TrainSetup, control: TrainControl): ReturnType<Training['events']> {
  return openTraining(setup).events(control);
}

/**
 * Opens a training.
 * @param from where it stood; vectors and policies of the setup must be as they were then. The
 * beginning without it.
 */
export function openTraining(setup: TrainSetup, from?: TrainState): Training {
  const { seed, training, evaluation, task, arena, kernels, network, policies, regularizer } =
    setup;
  const { batchSize, steps, stop } = training;
  const { batch, gradient, parameters } = network;
  const source = task.training(
    openStream(seed, 'train', from?.source.random ?? undefined),
    from?.source,
  );
  const dropout = openStream(seed, 'dropout', from?.dropout);
  const now = startProgress(setup, from);
  const optimizer = optimizers[training.optimizer.type] as Optimizer<OptimizerOptions>;
  const update: UpdateContext<OptimizerOptions> = {
    kernels,
    options: training.optimizer,
    parameters: parameters.address,
    gradient: gradient.address,
    state: setup.optimizerState.map(({ address }) => address),
    byteLength: parameters.byteLength,
    scalars: now.scalars,
  };
  const average = startAverage(
    training.averaging,
    arena,
    kernels,
    parameters,
    setup.averagedParameters,
    from !== undefined,
  );
  const schedule = scheduleOf(training.schedule);
  const watch = watcher(setup);
  const hooks = { clipStep: policies.clipStep, stateTerm: regularizer?.stateTerm ?? null };
  const { report } = policies;
  const baseRate = training.optimizer.learningRate;
  const last = { sequenceLength: 0, batchSize: 0, startStep: 0 };
  let lastRead: StateGradientEvent | null = from?.stateGradient ?? null;

  /** dL/dh_t of the last step; without a readout evaluations write to dL/dh_T, so it is kept. */
  const readStateGradient = (): StateGradientEvent => {
    lastRead ??= stateGradient(kernels, network, now.step, last);
    return lastRead;
  };

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

  /** Makes the next update, unless its loss or gradient say that the run has diverged. */
  const makeStep = (): StepEvent => {
    now.step++;
    lastRead = null;
    const loss = forwardToTargets();
    network.backward(hooks);
    const penalty = regularizer?.add(now.step);
    if (penalty !== undefined) addPenalty(now.penalties, penalty);
    policies.apply();
    last.sequenceLength = batch.sequenceLength;
    last.batchSize = batch.batchSize;
    last.startStep = batch.window?.start ?? 0;
    now.loss = loss;
    if (now.lossLimit === null && Number.isFinite(loss)) now.lossLimit = lossLimit(loss);
    const diverged = !report.skipped && !isSound(report, loss, now.lossLimit ?? Infinity);
    const watched = watch?.();
    addStep(now.totals, report);
    const learningRate = baseRate * now.schedule.factor;
    if (!diverged && !report.skipped) {
      optimizer.update(update, learningRate);
      average.update();
    }
    const event: StepEvent = {
      type: 'step',
      step: now.step,
      sequenceLength: last.sequenceLength,
      loss,
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
    if (diverged) {
      now.verdict = 'diverged';
      now.divergence = locateDivergence(arena, network, now.step, loss);
    } else schedule.afterUpdate(training.schedule, now.schedule, now.step);
    return event;
  };

  const isValidationDue = (): boolean =>
    now.step % evaluation.every === 0 && now.evaluatedStep < now.step;

  /** Looks at validation data; false where the run is to end in the middle of it. */
  function* validate(control: TrainControl): Generator<TrainEvent, boolean> {
    readStateGradient();
    const result = yield* evaluateAt(setup, average, control, 'validation', now.step);
    if (result === 'abandoned') return false;
    now.evaluatedStep = now.step;
    if (!result) return true;
    schedule.afterValidation?.(training.schedule, now.schedule, now.step, result.loss);
    now.verdict = judge(stop, now.stop, result);
    return true;
  }

  function* tellFirst(): Generator<TrainEvent> {
    now.isFirstTold = true;
    yield readStateGradient();
  }

  /** Updates and validations until something ends the run; says what it was. */
  function* run(control: TrainControl): Generator<TrainEvent, Outcome> {
    for (;;) {
      if (now.step === 1 && !now.isFirstTold) yield* tellFirst();
      if (now.verdict) return now.verdict;
      if (isValidationDue()) {
        if (!(yield* validate(control))) return 'interrupted';
        continue;
      }
      if (now.step >= steps) return 'completed';
      if (control.interrupted) return 'interrupted';
      yield makeStep();
    }
  }

  return {
    state: () => ({
      progress: structuredClone(now),
      source: source.state(),
      dropout: dropout.state(),
      policies: structuredClone(policies.states()),
      stateGradient: now.step > 0 ? readStateGradient() : null,
    }),
    *events(control) {
      let outcome = yield* run(control);
      if (now.step > 1) yield readStateGradient();
      if (outcome !== 'diverged' && outcome !== 'interrupted') {
        const result = yield* evaluateAt(setup, average, control, 'test', now.step);
        if (result === 'abandoned') outcome = 'interrupted';
      }
      const watched = watch?.();
      yield {
        type: 'end',
        outcome,
        step: now.step,
        loss: now.loss,
        ...(regularizer ? { penaltyMean: penaltyMean(now.penalties) } : {}),
        gradient: summarize(now.totals),
        divergence: now.divergence,
        ...(watched ? { watched } : {}),
      };
    },
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
  const { size, lengths } = evaluation;
  const { batchSize } = training;
  const batches = evaluate(network, task, { split, step, seed, size, lengths, batchSize });
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
