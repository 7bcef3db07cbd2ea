// From a resolved spec to everything a run works with: the only place where a `type:` becomes code.

import { ArenaPlan } from '../math/arena.ts';
import { ConfigurationError } from '../math/configurationError.ts';
import { createKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import { openStream } from '../math/random.ts';
import { createNetwork, planNetwork } from '../model/network.ts';
import { type TaskOptions, taskOf } from '../tasks/index.ts';
import type { Task, TaskFile } from '../tasks/task.ts';
import { truncatedTask } from '../tasks/truncatedTask.ts';
import { averagingShare } from '../training/averaging.ts';
import { type OptimizerOptions, optimizers } from '../training/optimizers/index.ts';
import type { Optimizer } from '../training/optimizers/optimizer.ts';
import { bindChain, planRawGradient } from '../training/policies/chain.ts';
import type { OwnPolicy } from '../training/policies/ownPolicy.ts';
import type { PolicyState } from '../training/policies/policyState.ts';
import { planRegularizer } from '../training/regularizers/index.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import { truncationWindows } from '../training/truncation.ts';
import { fillParameters } from './firstValues.ts';
import type { OwnTaskSpec, Spec } from './schema/spec.ts';

/** What a run is built from beside its spec. */
export interface BuildFiles {
  /** Bytes of the weights the initializer names, for one that reads some. */
  readonly weights?: Uint8Array | undefined;
  /** What the policies of the spec kept, to go on from; the beginning without it. */
  readonly policyStates?: readonly PolicyState[] | undefined;
}

/** Beside a spec that names its task. */
export interface BuildOptions extends BuildFiles {
  /** The files the task names, for tasks that read some. */
  readonly data?: readonly TaskFile[] | undefined;
  /** The task the spec names, where it has been made already. */
  readonly task?: Task;
}

/** Beside a task that is not in the spec. */
export interface OwnTaskOptions extends BuildFiles {
  /** A user's own, run after those of the spec. */
  readonly ownPolicies?: readonly OwnPolicy[] | undefined;
}

/**
 * Builds and initializes the run of a spec.
 * @throws ConfigurationError if the parts of the spec do not fit together or memory does not suffice
 * @throws WeightsFileError if the weights are damaged or not of such a network
 */
export function build(
  spec: Spec,
  kernelName: KernelName,
  { data, task = createTask(spec.task, data), ...files }: BuildOptions = {},
): TrainSetup {
  return buildWithTask(spec, kernelName, task, files);
}

/**
 * Builds and initializes a run of any task, a user's own among them.
 * @throws ConfigurationError if spec and task do not fit together or memory does not suffice
 * @throws WeightsFileError if the weights are damaged or not of such a network
 */
export function buildWithTask(
  spec: OwnTaskSpec,
  kernelName: KernelName,
  wholeTask: Task,
  { weights, policyStates, ownPolicies = [] }: OwnTaskOptions = {},
): TrainSetup {
  const { model, training, precision, seed } = spec;
  wholeTask.checkBatchSize?.(training.batchSize);
  const windows = truncationWindows(training.truncation);
  const task = windows ? truncatedTask(wholeTask, windows, training.batchSize) : wholeTask;
  if (task !== wholeTask && model.layers.some(({ bidirectional }) => bidirectional)) {
    throw new ConfigurationError(
      `truncation: a bidirectional layer needs whole sequences: raise window and stride of ` +
        `training.truncation to their ${wholeTask.maximumLength} steps`,
    );
  }
  const plan = new ArenaPlan(precision);
  const networkPlan = planNetwork(plan, {
    layers: model.layers,
    readout: model.readout,
    loss: spec.loss,
    input: task.input,
    target: task.target,
    variableLengths: task.variableLengths ?? false,
    size: { sequenceLength: task.maximumLength, batchSize: training.batchSize },
    carriesState: task.carriesState,
  });
  const optimizer = optimizers[training.optimizer.type] as Optimizer<OptimizerOptions>;
  const optimizerState = optimizer
    .stateVectors(training.optimizer)
    .map(() => plan.vector(networkPlan.specs));
  const openRegularizer = planRegularizer(training.regularizer, plan, networkPlan);
  const chain = { policy: training.policy, ownPolicies };
  const rawGradient = planRawGradient(plan, networkPlan.specs, chain);
  const isAveraged = averagingShare(training.averaging) !== null;
  const averagedParameters = isAveraged ? plan.vector(networkPlan.specs) : null;
  const arena = plan.allocate();
  const kernels = createKernels(kernelName, arena.memory, precision);
  const network = createNetwork(networkPlan, arena, kernels);
  const stream = openStream(seed, 'init');
  fillParameters({ initializer: model.initializer, arena, network, task, weights, stream });
  const recurrent = networkPlan.specs.filter(({ role }) => role === 'recurrent');
  const { gradient, parameters } = network;
  const policyContext = {
    kernels,
    arena,
    gradient,
    parameters,
    recurrent: new Set(recurrent.map(({ name }) => name)),
    seed,
  };
  return {
    seed,
    training,
    evaluation: spec.evaluation,
    task,
    arena,
    kernels,
    network,
    optimizerState,
    averagedParameters,
    regularizer: openRegularizer?.(arena, kernels, network) ?? null,
    policies: bindChain(chain, policyContext, rawGradient, policyStates),
  };
}

/**
 * Makes the task a spec names.
 * @throws ConfigurationError if options and data do not fit together
 * @throws TaskFileError if a file does not hold what it should
 */
export function createTask(options: TaskOptions, data?: readonly TaskFile[]): Task {
  return taskOf(options).create(options, data);
}
