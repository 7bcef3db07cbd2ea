// The networks the bench trains: built through the package's own loader, as a user's would be.
import { build } from '../../dist/experiment/build.js';
import { loadConfigValue } from '../../dist/experiment/load/loadConfig.js';
import { optimizers } from '../../dist/training/optimizers/index.js';

/** Sizes of the update that everything is compared at: the paper's temporal order task. */
export const BATCH_SIZE = 20;
export const SEQUENCE_LENGTH = 100;

const USUAL = {
  cell: 'elman',
  precision: 'f32',
  steps: 1e9,
  regularizer: 'none',
  optimizer: 'sgd',
  batchSize: BATCH_SIZE,
  sequenceLength: SEQUENCE_LENGTH,
};

/** The spec of a temporal order run with one layer, an Elman layer of tanh units unless said otherwise. */
export function specOf(hiddenSize, options = {}) {
  const { cell, precision, steps, regularizer, optimizer, batchSize, sequenceLength } = {
    ...USUAL,
    ...options,
  };
  const result = loadConfigValue(
    {
      task: { type: 'temporalOrder', length: sequenceLength },
      precision,
      model: { layers: [{ type: cell, hiddenSize }] },
      training: {
        batchSize,
        steps,
        optimizer: { type: optimizer },
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

/** Builds such a run, without end unless said otherwise. */
export function buildRun(kernelName, hiddenSize, options) {
  return build(specOf(hiddenSize, options), kernelName);
}

/** The bare update on one batch that stays: forward, backward, regularizer, policies, optimizer. */
export function updateOf({ network, kernels, training, task, regularizer, policies }, stream) {
  network.batch.batchSize = training.batchSize;
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
  const hooks = { clipStep: policies.clipStep, stateTerm: regularizer?.stateTerm ?? null };
  return () => {
    network.forward('train');
    network.backward(hooks);
    regularizer?.add(1);
    policies.apply();
    optimizer.update(context, training.optimizer.learningRate);
  };
}

/** Operations of the recurrent products of one update: 6·B·T·H². */
export function recurrentOperations(hiddenSize) {
  return 6 * BATCH_SIZE * SEQUENCE_LENGTH * hiddenSize ** 2;
}
