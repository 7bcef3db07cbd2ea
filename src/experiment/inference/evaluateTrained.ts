// Evaluation of a stored network on a task: whole sequences as training saw them, longer ones in pieces
// of that length with the state carried along, so that memory does not grow with them.
import type { KernelName } from '../../math/kernels.ts';
import type { EvaluationSplit, Floor, LengthOption, Task } from '../../tasks/task.ts';
import { truncatedTask } from '../../tasks/truncatedTask.ts';
import { evaluate } from '../../training/evaluate.ts';
import type { Evaluation, EvaluationProgressEvent } from '../../training/events.ts';
import { truncationWindows } from '../../training/truncation.ts';
import { type ShareEstimate, wilsonInterval } from '../batch/statistics/wilsonInterval.ts';
import type { StoredNetwork } from '../storedNetwork.ts';
import { checkFit, type OwnTask } from './fittingTask.ts';
import { needsWholeSequences, openNetwork } from './openNetwork.ts';

/** A network to be evaluated. */
export interface EvaluatedNetwork {
  readonly network: StoredNetwork;
  /** That it was trained on. */
  readonly task: OwnTask;
}

/** What a stored network is evaluated on. */
export interface TrainedEvaluationRequest {
  readonly split: EvaluationSplit;
  /** The task, of the options below. */
  readonly task: Task;
  /** T of its sequences, for the reader; null where the data say it. */
  readonly length: LengthOption | null;
  /** Sequences to draw, for tasks that draw. */
  readonly size: number;
  readonly kernels: KernelName;
}

/** What an evaluation found, with what tells how far it can be trusted and what is easily reached. */
export interface TrainedEvaluation extends Evaluation {
  readonly length: LengthOption | null;
  /** 95% confidence interval of the error, were its targets independent; null without an error. */
  readonly interval: Pick<ShareEstimate, 'low' | 'high'> | null;
  readonly floors: readonly EvaluationFloor[];
}

/** What a predictor reaches that learns nothing about order. */
export interface EvaluationFloor {
  readonly name: string;
  /** In the unit of the network's own loss; null where it is not known in that. */
  readonly loss: number | null;
  readonly error: number | null;
}

/**
 * Evaluates a stored network with the random stream of a run's own evaluation after the same step: on
 * the run's own task it finds the numbers on record, bit for bit.
 * @param trained the network and its own task
 * @returns null where the task has no such data
 * @throws ConfigurationError if network and task do not fit together or memory does not suffice
 */
export function* evaluateTrained(
  { network: stored, task: ownTask }: EvaluatedNetwork,
  { split, task, length, size, kernels }: TrainedEvaluationRequest,
): Generator<EvaluationProgressEvent, TrainedEvaluation | null> {
  checkFit(stored, ownTask, task);
  const { spec, step } = stored;
  const { batchSize } = spec.training;
  const pieces = inPieces(stored, task, pieceLength(spec.training.truncation, ownTask));
  const network = openNetwork(
    stored,
    {
      target: pieces.target,
      variableLengths: pieces.variableLengths ?? false,
      sequenceLength: pieces.maximumLength,
      batchSize,
      carriesState: pieces.carriesState,
    },
    kernels,
  );
  const { lengths: ownLengths = [] } = spec.evaluation;
  // One of several lengths that a run looks at has a random stream of its own.
  const lengths = ownLengths.filter((one) => one === length);
  const several = lengths.length > 0 ? { lengths } : {};
  const request = { split, step, seed: spec.seed, size, batchSize, ...several };
  const evaluation = yield* evaluate(network, pieces, request);
  if (!evaluation) return null;
  const { lengths: _, ...found } = evaluation;
  const { error, count } = found;
  const interval = error === null ? null : wilsonInterval(Math.round(error * count), count);
  const floors = task.floors?.(split, typeof length === 'number' ? length : undefined) ?? [];
  return {
    ...found,
    length,
    interval: interval && { low: interval.low, high: interval.high },
    floors: floors.map((floor) => floorOf(floor, spec.loss.type)),
  };
}

/** Steps that training went through in one pass. */
function pieceLength(
  truncation: StoredNetwork['spec']['training']['truncation'],
  { maximumLength }: OwnTask,
): number {
  return Math.min(maximumLength, truncationWindows(truncation)?.window ?? maximumLength);
}

/** The task in adjacent windows of at most `length` steps, where the network allows it. */
function inPieces(network: StoredNetwork, task: Task, length: number): Task {
  const { target, variableLengths } = task;
  if (needsWholeSequences(network)) return task;
  if (target.steps === 'lastStep' && variableLengths) return task;
  const windows = { window: length, stride: length };
  return truncatedTask(task, windows, network.spec.training.batchSize);
}

function floorOf({ name, losses, error }: Floor, loss: string): EvaluationFloor {
  return { name, loss: losses[loss] ?? null, error };
}
