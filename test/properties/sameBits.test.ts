// The same config gives the same run, to the bit, whichever kernels compute it.
import { describe, expect, it } from 'vitest';
import { simdKernels } from '../helpers/kernels.ts';
import { runToEnd } from '../helpers/runs.ts';

const STEPS = 30;

const elman = (hiddenSize: number, activation: string, more: object = {}): object => ({
  type: 'elman',
  hiddenSize,
  activation,
  ...more,
});

const sgd = (momentum: number, nesterov = false): object => ({
  type: 'sgd',
  learningRate: 0.1,
  momentum,
  nesterov,
});

interface Recipe {
  readonly name: string;
  readonly task: object;
  readonly model?: object;
  readonly training?: object;
}

/** Every optimizer with its options away from their defaults, among schedules and an average. */
const trainings: readonly (readonly [string, object])[] = [
  [
    'Nesterov momentum that rises, weight decay, averaged',
    {
      optimizer: {
        ...sgd(0.9, true),
        momentumSchedule: { type: 'sutskever2013', every: 7 },
        weightDecay: 0.01,
      },
      averaging: { type: 'exponential', decay: 0.9 },
    },
  ],
  [
    'Adagrad, learning rate halved on rises',
    {
      optimizer: {
        type: 'adagrad',
        learningRateDecay: 0.01,
        initialAccumulator: 0.1,
        weightDecay: 0.01,
      },
      schedule: { type: 'halveOnRise' },
    },
  ],
  ['Adadelta', { optimizer: { type: 'adadelta', rho: 0.8, epsilon: 1e-3 } }],
  [
    'RMSProp, centred, with momentum',
    {
      optimizer: {
        type: 'rmsprop',
        centred: true,
        momentum: 0.8,
        epsilon: 0.01,
        epsilonPlace: 'inside',
      },
      schedule: { type: 'inverseTime', decay: 0.1 },
    },
  ],
  [
    'AdamW, warm-up and cosine',
    {
      optimizer: { type: 'adamw', weightDecay: 0.5, learningRate: 0.01 },
      schedule: { type: 'linearWarmup', steps: 5, next: { type: 'cosine', steps: 20 } },
    },
  ],
  ['AMSGrad', { optimizer: { type: 'amsgrad', weightDecay: 0.1, beta2: 0.9 } }],
  ['NAdam', { optimizer: { type: 'nadam', weightDecay: 0.1, momentumDecay: 0.1 } }],
  ['Rprop', { optimizer: { type: 'rprop' } }],
  ['Lion', { optimizer: { type: 'lion', learningRate: 0.01, weightDecay: 0.1 } }],
];

const recipes: readonly Recipe[] = [
  { name: 'the toy', task: { type: 'toy' } },
  {
    name: 'temporal order, plain descent with clipping, random lengths',
    task: { type: 'temporalOrder', length: { min: 10, max: 23 } },
    model: { layers: [elman(13, 'tanh')], initializer: { type: 'smartTanh' } },
    training: { batchSize: 7, optimizer: sgd(0), policy: [{ type: 'clipByNorm', maxNorm: 0.1 }] },
  },
  {
    name: 'temporal order by squared error, two layers, Nesterov momentum',
    task: { type: 'temporalOrder', length: 12 },
    model: {
      layers: [elman(9, 'relu', { initialState: 'trainable' }), elman(17, 'sigmoid')],
      initializer: { type: 'orthogonal' },
    },
    training: { batchSize: 5, optimizer: sgd(0.9, true) },
  },
  {
    name: 'addition, Adam with values clipped',
    task: { type: 'addition', length: 20 },
    model: { layers: [elman(20, 'linear', { bias: false, initialState: 0.1 })] },
    training: {
      batchSize: 6,
      optimizer: { type: 'adam', learningRate: 0.01 },
      policy: [{ type: 'clipByValue', maxValue: 0.05 }],
    },
  },
  {
    name: 'temporal order, Ω in the variant of the public code, random lengths',
    task: { type: 'temporalOrder', length: { min: 10, max: 23 } },
    model: { layers: [elman(13, 'tanh')] },
    training: { batchSize: 7, optimizer: sgd(0), regularizer: { type: 'omega' } },
  },
  {
    name: 'addition, Ω of eq. 9 with alpha over time, two layers of different widths',
    task: { type: 'addition', length: 15 },
    model: { layers: [elman(9, 'sigmoid'), elman(18, 'relu')] },
    training: {
      batchSize: 3,
      optimizer: sgd(0),
      regularizer: {
        type: 'omega',
        alpha: 0.1,
        ratio: 'norm',
        reduction: 'sum',
        alphaSchedule: { type: 'inverseTime', every: 7 },
      },
    },
  },
  {
    name: 'temporal order, weights drawn to zero',
    task: { type: 'temporalOrder', length: 10 },
    model: { layers: [elman(11, 'tanh')] },
    training: { batchSize: 5, optimizer: sgd(0), regularizer: { type: 'l2', lambda: 0.01 } },
  },
  {
    name: 'addition, norms of states kept, trained initial states',
    task: { type: 'addition', length: 15 },
    model: {
      layers: [elman(9, 'relu'), elman(10, 'tanh', { initialState: 'trainable' })],
    },
    training: { batchSize: 3, optimizer: sgd(0), regularizer: { type: 'stabilizer', beta: 2 } },
  },
  {
    name: 'addition, every policy in one chain',
    task: { type: 'addition', length: 15 },
    model: { layers: [elman(11, 'tanh')] },
    training: {
      batchSize: 6,
      policy: [
        { type: 'nonFinite', action: 'shrinkRecurrent' },
        { type: 'clipByHistory', statistic: 'percentile', percentile: 40, warmup: 3, window: 9 },
        { type: 'adaptive', clipping: 0.1 },
        { type: 'clipByNorm', maxNorm: 0.2, scope: 'tensor' },
        { type: 'clipByValue', maxValue: 0.05 },
        { type: 'noise', eta: 1e-4 },
      ],
    },
  },
  {
    name: 'addition, LSTM with peepholes below GRU, both directions, normalized, residual, dropout',
    task: { type: 'addition', length: { min: 10, max: 15 } },
    model: {
      layers: [
        {
          type: 'lstm',
          hiddenSize: 7,
          peephole: true,
          bidirectional: true,
          normalization: 'layer',
          dropout: 0.2,
          initialState: 'trainable',
        },
        { type: 'gru', hiddenSize: 7, reset: 'before', bidirectional: true, residual: true },
        { type: 'gru', hiddenSize: 9, recurrentDropout: 0.3, initialState: 'trainable' },
      ],
      initializer: { type: 'orthogonal' },
    },
    training: { batchSize: 5, optimizer: sgd(0.9) },
  },
  {
    name: 'text with carried states, LSTM',
    task: { type: 'text', file: 'sample.txt', length: 11 },
    model: { layers: [{ type: 'lstm', hiddenSize: 13 }], initializer: { type: 'xavier' } },
    training: { batchSize: 4, optimizer: sgd(0.5) },
  },
  {
    name: 'text with carried state, momentum',
    task: { type: 'text', file: 'sample.txt', length: 11 },
    model: { layers: [elman(21, 'tanh')], initializer: { type: 'xavier' } },
    training: { batchSize: 4, optimizer: sgd(0.5) },
  },
  {
    name: 'text in overlapping windows of truncated BPTT, GRU with recurrent dropout',
    task: { type: 'text', file: 'sample.txt', length: 23 },
    model: {
      layers: [{ type: 'gru', hiddenSize: 13, recurrentDropout: 0.2, initialState: 'trainable' }],
      initializer: { type: 'xavier' },
    },
    training: {
      batchSize: 4,
      optimizer: sgd(0.5),
      truncation: { type: 'window', window: 10, stride: 4 },
    },
  },
  {
    name: 'addition, back through the last steps only, LSTM',
    task: { type: 'addition', length: { min: 10, max: 25 } },
    model: { layers: [{ type: 'lstm', hiddenSize: 9 }] },
    training: { batchSize: 5, optimizer: sgd(0), truncation: { type: 'window', window: 7 } },
  },
  ...trainings.map(([name, training]) => ({
    name: `temporal order, ${name}`,
    task: { type: 'temporalOrder', length: 10 },
    model: { layers: [elman(11, 'tanh', { initialState: 'trainable' })] },
    training: { batchSize: 3, ...training },
  })),
];

describe.each(['f32', 'f64'])('in %s', (precision) => {
  it.each(recipes)('$name: equal losses, norms and parameters with all kernels', (recipe) => {
    const { task, model = {}, training = {} } = recipe;
    const config = {
      precision,
      task,
      model,
      training: { ...training, steps: STEPS },
      evaluation: { every: 10, size: 9 },
    };
    const reference = runToEnd(config, 'reference');
    expect(reference.setup.kernels.name).toBe('reference');
    expect(reference.steps).toHaveLength(STEPS);
    expect(reference.steps.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    for (const name of simdKernels) {
      const other = runToEnd(config, name);
      expect(other.setup.kernels.name).toBe(name);
      expect(other.events).toEqual(reference.events);
      expect(other.parametersHash).toBe(reference.parametersHash);
    }
    expect(runToEnd(config, 'reference').parametersHash).toBe(reference.parametersHash);
    const reseeded = runToEnd({ ...config, seed: 2 }, '128');
    if (recipe.name !== 'the toy') {
      expect(reseeded.parametersHash).not.toBe(reference.parametersHash);
    }
  });
});
