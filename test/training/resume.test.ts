// A training that goes on from where another stood gives what one that was never broken off gives.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/experiment/build.ts';
import {
  checkpointVectors,
  copyTensors,
  writeVectors,
} from '../../src/experiment/checkpointVectors.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { openTraining } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import type { TrainState } from '../../src/training/trainState.ts';
import { SAMPLE_TEXT } from '../helpers/runs.ts';
import { wholeFile } from '../helpers/taskFiles.ts';
import { type Config, optimizerStateOf, parametersOf, specOf } from './runs.ts';

/** Seven sequences of 1 to 7 steps: an epoch ends within the run, with a smaller batch. */
const SEQUENCES = [4, 1, 6, 3, 7, 2, 5]
  .map((length) => JSON.stringify({ input: new Array(length).fill(length), target: length % 3 }))
  .join('\n');

const dataOf = ({ type }: { readonly type: string }) =>
  wholeFile(type === 'sequences' ? SEQUENCES : SAMPLE_TEXT);

interface Saved {
  readonly state: TrainState;
  readonly tensors: ReturnType<typeof copyTensors>;
}

const setupOf = (config: Config, saved?: Saved): TrainSetup => {
  const spec = specOf(config);
  const setup = build(spec, '128', {
    data: dataOf(spec.task),
    policyStates: saved?.state.policies,
  });
  if (saved) writeVectors(setup.arena, checkpointVectors(setup), saved.tensors);
  return setup;
};

/** Trains until an event is taken whose number is reached, or to the end. */
function run(config: Config, from?: Saved, eventCount = Number.POSITIVE_INFINITY) {
  const setup = setupOf(config, from);
  const training = openTraining(setup, from?.state);
  const events: TrainEvent[] = [];
  for (const event of training.events({ interrupted: false })) {
    events.push(event);
    if (events.length === eventCount) break;
  }
  const vectors = checkpointVectors(setup);
  const saved: Saved = {
    state: training.state(),
    tensors: copyTensors(setup.arena, vectors),
  };
  return { events, saved, setup };
}

const gru = (more: Config = {}): Config => ({ type: 'gru', hiddenSize: 5, ...more });

const configs: readonly (readonly [string, Config])[] = [
  [
    'momentum with its schedule, an average, policies with histories and noise',
    {
      task: { type: 'temporalOrder', length: { min: 10, max: 14 } },
      model: { layers: [{ type: 'elman', hiddenSize: 5, initialState: 'trainable' }] },
      training: {
        optimizer: {
          type: 'sgd',
          momentum: 0.9,
          momentumSchedule: { type: 'sutskever2013', every: 3 },
        },
        averaging: { type: 'exponential', decay: 0.8 },
        policy: [
          { type: 'clipByHistory', warmup: 2, window: 4, factor: 0.5 },
          { type: 'noise', eta: 0.01 },
        ],
        regularizer: { type: 'omega', alphaSchedule: { type: 'inverseTime', every: 3 } },
      },
    },
  ],
  [
    'a text with carried states, Adam, warm-up and halving on rises, dropout',
    {
      task: { type: 'text', file: 'a.txt', length: 7 },
      model: {
        layers: [gru({ dropout: 0.2 }), { type: 'lstm', hiddenSize: 4, recurrentDropout: 0.3 }],
      },
      training: {
        optimizer: { type: 'adam' },
        schedule: { type: 'linearWarmup', steps: 4, next: { type: 'halveOnRise' } },
        stop: { plateau: { patience: 3, minimumImprovement: 0.01 } },
      },
    },
  ],
  [
    'windows of truncated BPTT over a text, masks of recurrent dropout',
    {
      task: { type: 'text', file: 'a.txt', length: 20 },
      model: { layers: [gru({ recurrentDropout: 0.3 })] },
      training: {
        optimizer: { type: 'rprop' },
        truncation: { type: 'window', window: 8, stride: 3 },
      },
    },
  ],
  [
    'sequences from a file in the order of each epoch',
    {
      task: {
        type: 'sequences',
        file: 'a.jsonl',
        split: { validation: 0, test: 0 },
        inputs: { symbols: 8 },
        targets: { type: 'classes', size: 3 },
      },
      model: { layers: [gru()] },
    },
  ],
  [
    'the last steps of sequences, AMSGrad, cosine',
    {
      task: { type: 'addition', length: { min: 10, max: 20 } },
      model: { layers: [{ type: 'lstm', hiddenSize: 5 }] },
      training: {
        optimizer: { type: 'amsgrad' },
        schedule: { type: 'cosine', steps: 15 },
        truncation: { type: 'window', window: 6 },
      },
    },
  ],
];

describe.each(configs)('%s', (_, config) => {
  const whole: Config = {
    ...config,
    training: { batchSize: 3, steps: 17, ...(config.training as Config) },
    evaluation: { every: 4, size: 5 },
  };
  const unbroken = run(whole);

  test('goes on after any event to the same end, in bits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: unbroken.events.length }), {
          minLength: 1,
          maxLength: 3,
        }),
        (breaks) => {
          let saved: Saved | undefined;
          for (const eventCount of breaks) saved = run(whole, saved, eventCount).saved;
          const end = run(whole, saved);
          expect(end.events.at(-1)).toEqual(unbroken.events.at(-1));
          expect(parametersOf(end.setup)).toEqual(parametersOf(unbroken.setup));
          expect(optimizerStateOf(end.setup)).toEqual(optimizerStateOf(unbroken.setup));
          const { state, tensors } = end.saved;
          expect(state).toEqual(unbroken.saved.state);
          expect(tensors).toEqual(unbroken.saved.tensors);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('tells the events that are left, from the step after on', () => {
    const isStep = ({ type }: TrainEvent) => type === 'step';
    const half = unbroken.events.findIndex((event) => isStep(event) && event.step === 7) + 1;
    const { saved } = run(whole, undefined, half);
    expect(run(whole, saved).events).toEqual(unbroken.events.slice(half));
  });
});
