// Defaults that cannot stand at one field of the schema: those that select a member of a family,
// and those that depend on the task. Every other default stands at its field.

import { LARGEST_COUNT } from './fields.ts';
import { hasType, isRecord, newRecord, type RawRecord } from './raw.ts';
import type { TaskType } from './task.ts';

/** Steps that truncated BPTT goes back through where a config does not say. */
export const DEFAULT_WINDOW = 20;

/** Members chosen where a config names none, whatever the task. */
export const commonDefaults = {
  model: {
    layers: [{ type: 'elman' }],
    readout: { type: 'linear' },
    initializer: { type: 'basicTanh' },
  },
  training: {
    truncation: { type: 'none' },
    optimizer: { type: 'sgd' },
    schedule: { type: 'constant' },
    averaging: { type: 'none' },
    policy: [{ type: 'clipByNorm' }],
    regularizer: { type: 'none' },
  },
} as const;

/** State the paper's toy starts from: sigmoid(0.5), since its unit is seen after the sigmoid. */
const SIGMOID_OF_HALF = 0.6224593312018546;

const toyForms = {
  lecture: { initialState: 0.5, values: { wr: 5, wi: -2.4 } },
  paper: { initialState: SIGMOID_OF_HALF, values: { w: 5, b: -2.55 } },
} as const;

function toyDefaults(task: RawRecord): RawRecord {
  const form = toyForms[task.form === 'paper' ? 'paper' : 'lecture'];
  return {
    precision: 'f64',
    loss: { type: 'squaredError' },
    model: {
      layers: [
        {
          type: 'elman',
          hiddenSize: 1,
          activation: 'sigmoid',
          bias: false,
          initialState: form.initialState,
        },
      ],
      readout: { type: 'none' },
      initializer: { type: 'values', values: form.values },
    },
    training: { batchSize: 1, steps: 100 },
    evaluation: { every: 100, size: 1 },
  };
}

const ofClasses = (): RawRecord => ({ loss: { type: 'softmaxCrossEntropy' } });
const ofValues = (): RawRecord => ({ loss: { type: 'squaredError' } });
const ofEither = ({ targets }: RawRecord): RawRecord =>
  isRecord(targets) && targets.type === 'values' ? ofValues() : ofClasses();

/** A whole file is split; files for each part are not. */
function splitDefault({ type, file }: RawRecord): RawRecord {
  return isRecord(file) ? {} : { task: { type, split: {} } };
}

const taskDefaults = {
  toy: toyDefaults,
  temporalOrder: ofClasses,
  temporalOrder3: ofClasses,
  addition: ofValues,
  multiplication: ofValues,
  permutation: ofClasses,
  memorization: ofClasses,
  copy: ofClasses,
  echo: ofClasses,
  parity: ofClasses,
  sine: ofValues,
  mackeyGlass: ofValues,
  text: (task) => ({ ...ofClasses(), ...splitDefault(task) }),
  series: (task) => ({ ...ofValues(), ...splitDefault(task) }),
  pianoRoll: () => ({ loss: { type: 'sigmoidCrossEntropy' } }),
  sequences: (task) => ({ ...ofEither(task), ...splitDefault(task) }),
} as const satisfies Record<TaskType, (task: RawRecord) => RawRecord>;

const METRICS_LINES = 10_000;

function defaultsFor(config: RawRecord): RawRecord {
  const { task } = config;
  const type = hasType(task) && Object.hasOwn(taskDefaults, task.type) ? task.type : undefined;
  const ofTask = type === undefined ? {} : taskDefaults[type as TaskType](task as RawRecord);
  // squaredError suits every task: it only keeps an unknown task from causing a second error.
  const loss = { type: 'squaredError' };
  return merge({ precision: 'f32', name: type ?? 'run', loss, ...commonDefaults }, ofTask);
}

// A record that names another member of a family replaces the default as a whole; records of free
// keys (`values`) and lists are never mixed with a default.
function merge(defaults: RawRecord, given: RawRecord): RawRecord {
  const merged = newRecord();
  for (const key of Object.keys(defaults)) merged[key] = defaults[key];
  for (const key of Object.keys(given)) {
    const value = given[key];
    const fallback = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    const mixable =
      isRecord(value) &&
      isRecord(fallback) &&
      key !== 'values' &&
      (value.type === undefined || value.type === fallback.type);
    merged[key] = mixable ? merge(fallback, value) : value;
  }
  return merged;
}

/** The stride of windows: as long as they are, where their length is one. */
function strideDefault(training: unknown): RawRecord {
  const truncation = isRecord(training) ? training.truncation : undefined;
  if (!isRecord(truncation) || truncation.type !== 'window') return {};
  const { window } = truncation;
  const isLength =
    Number.isInteger(window) && Number(window) >= 1 && Number(window) <= LARGEST_COUNT;
  const stride = isLength ? window : DEFAULT_WINDOW;
  return { training: { truncation: { type: 'window', stride } } };
}

/** Time between checkpoints, in seconds: less than 1% of it goes into one, and little work is lost. */
const CHECKPOINT_SECONDS = 30;

/** Whoever counts steps wants those checkpoints and no others. */
function cadenceDefault(checkpoint: unknown): RawRecord {
  const isCounted = isRecord(checkpoint) && checkpoint.every !== undefined;
  return isCounted ? {} : { seconds: CHECKPOINT_SECONDS };
}

/**
 * Fills the defaults that depend on the task or on another field.
 * @param config - a config as written; not changed
 * @returns a new record, still to be checked by the schema
 */
export function resolveDefaults(config: RawRecord): RawRecord {
  const merged = merge(defaultsFor(config), config);
  const steps = isRecord(merged.training) ? merged.training.steps : undefined;
  const counted = typeof steps === 'number' && steps >= 1 ? steps : METRICS_LINES;
  const metrics = { every: Math.max(1, Math.ceil(counted / METRICS_LINES)) };
  const checkpoint = cadenceDefault(merged.checkpoint);
  return merge({ metrics, checkpoint, ...strideDefault(merged.training) }, merged);
}
