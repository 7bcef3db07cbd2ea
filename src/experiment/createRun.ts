// A run from a program: a config as data, with a task or policies that are the program's own code.
// Writes no files; see executeRun for runs that do.
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import { checkedTask } from '../tasks/checkedTask.ts';
import type { Task } from '../tasks/task.ts';
import type { TrainEvent } from '../training/events.ts';
import type { OwnPolicy } from '../training/policies/ownPolicy.ts';
import { rowsOf, type TensorRows } from '../training/policies/tensorRows.ts';
import { checkStop } from '../training/stop.ts';
import { train } from '../training/train.ts';
import { buildWithTask, createTask } from './build.ts';
import { readDataFiles, readWeightsFile } from './dataFile.ts';
import { type ConfigIssue, formatIssues } from './load/issue.ts';
import { type LoadResult, loadConfigValue, loadOwnTaskConfig } from './load/loadConfig.ts';
import type { OwnTaskSpec, OwnTaskSpecInput, SpecInput } from './schema/spec.ts';

/** What a program may say beside its config. */
export interface CreateRunOptions {
  /** A task of one's own; the config then has no `task`. */
  readonly task?: Task;
  /** Policies of one's own, in order, after those of the config's `training.policy`. */
  readonly policies?: readonly OwnPolicy[];
  /** Which kernels compute, all with the same bits; without it the fastest this machine has. */
  readonly kernels?: KernelName;
  /** Where relative paths in the config start; without it the working directory. */
  readonly baseDirectory?: string;
}

/** A run that can be trained, once. */
export interface Run {
  /** The config with every default filled in. */
  readonly spec: OwnTaskSpec;
  /** Which kernels compute. */
  readonly kernels: KernelName;
  /** Set `interrupted` to end the training after the step under way. */
  readonly control: { interrupted: boolean };
  /** Parameters by full tensor name, row by row, as live views. */
  readonly parameters: TensorRows;
  /** Trains: one event per update, evaluations as they come, the end last. */
  events(): Generator<TrainEvent, void, undefined>;
}

/** Thrown for a config with problems; its message names them all. */
export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
  /** Every problem, in order. */
  readonly issues: readonly ConfigIssue[];

  /** @param issues at least one */
  constructor(issues: readonly ConfigIssue[]) {
    super(formatIssues(issues));
    this.issues = issues;
  }
}

/**
 * Checks a config, builds its network and initializes it.
 *
 * With a task of one's own the loss is, unless the config names one, softmax cross-entropy for
 * targets that are classes and squared error for values.
 * @param config what a config file would hold, as data
 * @throws InvalidConfigError if the config has problems
 * @throws ConfigurationError if its parts, task and machine do not fit together
 * @throws DataError if a file it names cannot be read
 * @throws WeightsFileError if the weights it names are damaged or not of such a network
 */
export async function createRun(config: SpecInput, options?: CreateRunOptions): Promise<Run>;
export async function createRun(
  config: OwnTaskSpecInput,
  options: CreateRunOptions & { readonly task: Task },
): Promise<Run>;
export async function createRun(
  config: SpecInput | OwnTaskSpecInput,
  options: CreateRunOptions = {},
): Promise<Run> {
  const { spec, task } = await resolve(config, options);
  const { name: kernels } = chooseKernels(spec.precision, options.kernels);
  const weights = await readWeightsFile(spec.model.initializer, options.baseDirectory ?? '.');
  const setup = buildWithTask(spec, kernels, task, {
    ownPolicies: options.policies,
    weights: weights?.bytes,
  });
  checkStop(spec.training.stop, task);
  const control = { interrupted: false };
  return {
    spec,
    kernels,
    control,
    parameters: rowsOf(setup.arena, setup.network.parameters),
    events: () => train(setup, control),
  };
}

async function resolve(
  config: SpecInput | OwnTaskSpecInput,
  { task, baseDirectory = '.' }: CreateRunOptions,
): Promise<{ readonly spec: OwnTaskSpec; readonly task: Task }> {
  if (task) {
    const type = task.target.kind === 'class' ? 'softmaxCrossEntropy' : 'squaredError';
    const spec = loaded(loadOwnTaskConfig({ loss: { type }, ...config }, { file: 'config' }));
    return { spec, task: checkedTask(task) };
  }
  const spec = loaded(loadConfigValue(config, { file: 'config' }));
  const data = await readDataFiles(spec.task, baseDirectory);
  return { spec, task: createTask(spec.task, data?.files) };
}

function loaded<Loaded>(result: LoadResult<Loaded>): Loaded {
  if (!result.ok) throw new InvalidConfigError(result.issues);
  return result.spec;
}
