// Short experiments that together pass through every part of the arithmetic.

const TEXT_FILE = 'text.txt';
const WORDS = ['the', 'gradient', 'of', 'a', 'wall', 'explodes', 'and', 'vanishes', 'élan', '∂'];

/** A text of about 20 kB that is the same everywhere. */
export function makeText() {
  let state = 1;
  const words = Array.from({ length: 4000 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return WORDS[(state >>> 16) % WORDS.length];
  });
  return words.join(' ');
}

/** Files that configs name, by path beside the config. */
export const files = { [TEXT_FILE]: makeText };

/** `outcome` is what the run must come to, so that the bytes compared are those of real training. */
export const cases = [
  {
    outcome: 'completed',
    config: {
      name: 'gated-f32',
      task: { type: 'addition', length: { min: 15, max: 25 } },
      model: {
        layers: [
          {
            type: 'lstm',
            hiddenSize: 13,
            peephole: true,
            bidirectional: true,
            normalization: 'layer',
            dropout: 0.2,
            initialState: 'trainable',
          },
          { type: 'gru', hiddenSize: 13, reset: 'before', bidirectional: true, residual: true },
          { type: 'gru', hiddenSize: 21, recurrentDropout: 0.2 },
        ],
        initializer: { type: 'chrono', longest: 20 },
      },
      loss: { type: 'huber', delta: 0.1 },
      training: {
        batchSize: 7,
        steps: 60,
        optimizer: { type: 'nadam', learningRate: 0.003, weightDecay: 0.001 },
        schedule: { type: 'cosine', steps: 60 },
        averaging: { type: 'exponential', decay: 0.9 },
        policy: [
          { type: 'clipInBptt', limit: 0.01 },
          { type: 'adaptive' },
          { type: 'noise', eta: 1e-6 },
        ],
      },
      evaluation: { every: 30, size: 20 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'omega-f64',
      precision: 'f64',
      task: { type: 'temporalOrder', length: 20 },
      model: { layers: [{ type: 'elman', hiddenSize: 19 }], initializer: { type: 'sparse' } },
      training: {
        batchSize: 5,
        steps: 60,
        optimizer: { type: 'rmsprop', learningRate: 0.001, centred: true },
        regularizer: { type: 'omega', alpha: 0.5 },
      },
      evaluation: { every: 30, size: 20 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'temporal-order-f32',
      task: { type: 'temporalOrder', length: { min: 20, max: 40 } },
      model: {
        layers: [{ type: 'elman', hiddenSize: 50 }],
        initializer: { type: 'smartTanh' },
      },
      training: { steps: 60, optimizer: { type: 'sgd', learningRate: 0.01 } },
      evaluation: { every: 30, size: 50 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'addition-adam-f32',
      task: { type: 'addition', length: 21 },
      model: { layers: [{ type: 'elman', hiddenSize: 33, initialState: 0.25 }] },
      training: {
        batchSize: 7,
        steps: 60,
        optimizer: { type: 'adam', learningRate: 0.003 },
        schedule: { type: 'exponential', decay: 0.99 },
      },
      evaluation: { every: 30, size: 20 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'toy-f64',
      task: { type: 'toy', form: 'paper' },
      training: { steps: 200, optimizer: { type: 'sgd', learningRate: 0.1 } },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'text-carried-f32',
      task: { type: 'text', file: TEXT_FILE, length: 25 },
      model: {
        layers: [{ type: 'elman', hiddenSize: 30, activation: 'sigmoid' }],
        initializer: { type: 'xavier' },
      },
      training: {
        batchSize: 5,
        steps: 60,
        optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
        policy: [{ type: 'clipByValue', maxValue: 0.1 }, { type: 'clipByNorm' }],
      },
      evaluation: { every: 30 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'two-layers-f64',
      precision: 'f64',
      task: { type: 'temporalOrder', length: 15 },
      model: {
        layers: [
          { type: 'elman', hiddenSize: 13, initialState: 'trainable' },
          { type: 'elman', hiddenSize: 9, activation: 'relu', initialState: 'trainable' },
        ],
        initializer: { type: 'orthogonal' },
      },
      loss: { type: 'sigmoidCrossEntropy' },
      training: { batchSize: 3, steps: 60, optimizer: { type: 'adam' } },
      evaluation: { every: 30, size: 20 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'truncated-f32',
      task: { type: 'text', file: TEXT_FILE, length: 40 },
      model: {
        layers: [{ type: 'gru', hiddenSize: 13, recurrentDropout: 0.2, initialState: 'trainable' }],
      },
      training: {
        batchSize: 5,
        steps: 60,
        truncation: { type: 'window', window: 15, stride: 6 },
        optimizer: { type: 'adam' },
      },
      evaluation: { every: 30, size: 20 },
    },
  },
  {
    outcome: 'completed',
    config: {
      name: 'large-f32',
      task: { type: 'temporalOrder', length: 12 },
      model: {
        layers: [{ type: 'elman', hiddenSize: 300, activation: 'relu', bias: false }],
        initializer: { type: 'identity', scale: 0.9 },
      },
      loss: { type: 'squaredError' },
      training: {
        batchSize: 5,
        steps: 8,
        schedule: { type: 'step', every: 3 },
        policy: [{ type: 'nonFinite', action: 'skip' }, { type: 'clipByNorm' }],
      },
      evaluation: { every: 4, size: 10 },
    },
  },
  {
    outcome: 'diverged',
    config: {
      name: 'diverged-f32',
      task: { type: 'addition', length: 30 },
      model: {
        layers: [{ type: 'elman', hiddenSize: 20, activation: 'linear' }],
        initializer: { type: 'normal', standardDeviation: 1 },
      },
      training: { steps: 100, optimizer: { type: 'sgd', learningRate: 1e9 }, policy: [] },
    },
  },
];
