// The networks the bench trains: built through the package's own loader, as a user's would be.
import { build } from '../../dist/experiment/build.js';
import { loadConfigValue } from '../../dist/experiment/load/loadConfig.js';
import { optimizers } from '../../dist/training/optimizers/index.js';
import { applyPolicies } from '../../dist/training/policies/index.js';

/** Sizes of the update that everything is compared at: the paper's temporal order task. */
export const BATCH_SIZE = 20;
export const SEQUENCE_LENGTH = 100;

/** The spec of a temporal order run with an Elman layer of tanh units and a line for every step. */
export function specOf(hiddenSize, precision = 'f32', steps = 1e9, regularizer = 'none') {
  const result = loadConfigValue(
    {
      task: { type: 'temporalOrder', length: SEQUENCE_LENGTH },
      precision,
      model: { layers: [{ type: 'elman', hiddenSize }] },
      training: {
        batchSize: BATCH_SIZE,
        steps,
        policy: [{ type: 'clipByNorm', maxNorm: 1 }],
        regularizer: { type: regularizer },
      },
      evaluation: { every: 1e9 },
      metrics: { every: 1 },
    },
    { file: 'bench' },
  );
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'));
  return result.spec;
}

/** Builds that run without end. */
export function buildRun(kernelName, hiddenSize, precision, regularizer) {
  return build(specOf(hiddenSize, precision, 1e9, regularizer), kernelName);
}

/** The bare update on one batch that stays: forward, backward, regularizer, policies, optimizer. */
export function updateOf({ network, kernels, training, task, regularizer }, stream) {
  network.batch.batchSize = BATCH_SIZE;
  task.training(stream).next(network.batch);
  const optimizer = optimizers[training.optimizer.type];
  const context = {
    kernels,
    options: training.optimizer,
    parameters: network.parameters.address,
    gradient: network.gradient.address,
    state: [],
    byteLength: network.parameters.byteLength,
    scalars: optimizer.scalars(training.optimizer),
  };
  const state = { normBefore: 0, norm: 0, clipped: false, skipped: false };
  return () => {
    network.forward('train');
    network.backward(regularizer?.stateTerm);
    regularizer?.add(1);
    applyPolicies(training.policy, kernels, network.gradient, state);
    optimizer.update(context, training.optimizer.learningRate);
  };
}

/** Operations of the recurrent products of one update: 6·B·T·H². */
export function recurrentOperations(hiddenSize) {
  return 6 * BATCH_SIZE * SEQUENCE_LENGTH * hiddenSize ** 2;
}
