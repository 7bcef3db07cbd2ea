// Which evaluations are asked of a trained network: one for each split and length, each with its task.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { EvaluationSplit, Task, TaskFile } from '../../tasks/task.ts';
import { createTask } from '../build.ts';
import type { Spec } from '../schema/spec.ts';
import { readsFiles } from '../taskFiles.ts';
import type { EvaluatedNetwork, TrainedEvaluationRequest } from './evaluateTrained.ts';
import { evaluationFiles } from './evaluationFiles.ts';
import { ownTaskOf, taskOfLength, taskWith } from './fittingTask.ts';
import type { StoredTrained } from './openTrained.ts';
import { standInTask } from './standInTask.ts';

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

/** Evaluations and the network they are of. */
export interface PlannedEvaluations {
  readonly evaluated: EvaluatedNetwork;
  readonly requests: readonly TrainedEvaluationRequest[];
}

/**
 * Plans evaluations. A task of data is made once, and what it was made of is let go.
 * @throws ConfigurationError if the task has no such options or its data are not drawn
 * @throws DataError, TaskFileError if the file cannot be read or does not hold what it should
 */
export async function planEvaluations(
  stored: StoredTrained,
  kernels: KernelName,
  { lengths, split, set, file, sequences }: EvaluationWishes,
): Promise<PlannedEvaluations> {
  const { network, files: ownFiles } = stored;
  const { spec } = network;
  const options = set.length > 0 ? taskWith(spec.task, set) : spec.task;
  if (sequences !== null) checkIsDrawn(options);
  const splits = splitsOf(options, split, file);
  const files = await evaluationFiles(stored, options, splits[0], file);
  const make = (one: Spec['task']): Task => makeTask(one, files, file !== null);
  const unchanged = options === spec.task ? make(options) : null;
  // With other options the task is made anew; its own is let go before that.
  const own = ownTaskOf(unchanged ?? createTask(spec.task, ownFiles));
  const chosen = lengths ?? spec.evaluation.lengths ?? null;
  const byLength =
    chosen === null
      ? [{ length: readsFiles(options) ? null : options.length, task: unchanged ?? make(options) }]
      : chosen.map((length) => ({ length, task: make(taskOfLength(options, length)) }));
  const size = sequences ?? spec.evaluation.size;
  const requests = splits.flatMap((one) =>
    byLength.map(({ length, task }) => ({ split: one, task, length, size, kernels })),
  );
  return { evaluated: { network, task: own }, requests };
}

function makeTask(
  options: Spec['task'],
  files: readonly TaskFile[] | undefined,
  hasStandIn: boolean,
): Task {
  if (hasStandIn && files && readsFiles(options)) return standInTask(options, files);
  return createTask(options, files);
}

/** With another file one split, which the file stands in for. */
function splitsOf(
  options: Spec['task'],
  split: EvaluationSplit | null,
  file: string | null,
): readonly [EvaluationSplit, ...EvaluationSplit[]] {
  if (split !== null) return [split];
  return readsFiles(options) && file === null ? ['validation', 'test'] : ['test'];
}

function checkIsDrawn(options: Spec['task']): void {
  if (!readsFiles(options)) return;
  throw new ConfigurationError(
    `--sequences: expected a task whose sequences are drawn, got ${options.type}, whose data are ` +
      'evaluated as a whole; leave it out',
  );
}
