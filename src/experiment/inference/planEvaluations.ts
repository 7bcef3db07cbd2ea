// Which evaluations are asked of a trained network: one for each split and length, each with its task.
import type { KernelName } from '../../math/kernels.ts';
import { shapeOf } from '../../tasks/index.ts';
import type { EvaluationSplit, Task } from '../../tasks/task.ts';
import { createTask } from '../build.ts';
import type { Spec } from '../schema/spec.ts';
import type { TrainedEvaluationRequest } from './evaluateTrained.ts';
import { evaluationFiles } from './evaluationFiles.ts';
import { taskOfLength, taskWith } from './fittingTask.ts';
import type { Trained } from './openTrained.ts';

/** What is asked for; null for what is usual. */
export interface EvaluationWishes {
  /** T of drawn sequences; by default those that the run's own evaluations look at. */
  readonly lengths: readonly number[] | null;
  /** By default the test data, and of data in files validation, too. */
  readonly split: EvaluationSplit | null;
  /** Options of the task to change, `task.key=value` each. */
  readonly set: readonly string[];
  /** Absolute path of a file to evaluate on instead of the run's own data. */
  readonly file: string | null;
  /** Sequences to draw; by default as many as in training. */
  readonly sequences: number | null;
}

/**
 * Plans evaluations.
 * @throws ConfigurationError if the task has no such options or its data are not drawn
 * @throws DataError, TaskFileError if the file cannot be read or does not hold what it should
 */
export async function planEvaluations(
  trained: Trained,
  kernels: KernelName,
  { lengths, split, set, file, sequences }: EvaluationWishes,
): Promise<readonly TrainedEvaluationRequest[]> {
  const { spec } = trained.network;
  const options = set.length > 0 ? taskWith(spec.task, set) : spec.task;
  const isFromData = shapeOf(options).isFromData;
  const splits: EvaluationSplit[] =
    split !== null ? [split] : isFromData && file === null ? ['validation', 'test'] : ['test'];
  const files = await evaluationFiles(trained, options, splits, file);
  const size = sequences ?? spec.evaluation.size;
  const taskFrom = (one: Spec['task']): Task =>
    one === spec.task && file === null ? trained.task : createTask(one, files);
  const usualLength = isFromData ? null : options.length;
  const chosen = lengths ?? spec.evaluation.lengths ?? null;
  const byLength =
    chosen === null
      ? [{ length: usualLength, task: taskFrom(options) }]
      : chosen.map((length) => ({ length, task: taskFrom(taskOfLength(options, length)) }));
  return splits.flatMap((one) =>
    byLength.map(({ length, task }) => ({ split: one, task, length, size, kernels })),
  );
}
