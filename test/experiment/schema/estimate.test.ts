// The estimate that is made before anything is allocated, against what is then allocated.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { build } from '../../../src/experiment/build.ts';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import { estimateMemory, longestLength } from '../../../src/experiment/schema/memory.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

/** 256 different characters, as many as the estimate takes a text to have, and more than one chunk of each stream. */
const text = new TextEncoder().encode(
  Array.from({ length: 65_536 }, (_, i) => String.fromCodePoint(0x100 + (i % 256))).join(''),
);

const music = new TextEncoder().encode('{"training": [[[60], [60]]]}');
/** The longest sequence that options allow, and a shorter one. */
const sequencesOf = (length: number) =>
  [length, 1]
    .map((T) => JSON.stringify({ input: new Array(T).fill(0), target: new Array(T).fill(0) }))
    .join('\n');

const dataOf = ({ type, length }: Spec['task']) =>
  wholeFile(
    type === 'sequences' ? sequencesOf(longestLength(length)) : type === 'pianoRoll' ? music : text,
  );

const tasks = fc.oneof(
  fc.record({
    type: fc.constant('sequences'),
    file: fc.constant('s.jsonl'),
    inputs: fc.oneof(
      fc.record({ symbols: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ size: fc.constant(1) }),
    ),
    targets: fc.oneof(
      fc.record({
        type: fc.constant('classes'),
        size: fc.integer({ min: 2, max: 40 }),
        steps: fc.constant('everyStep'),
      }),
      fc.record({
        type: fc.constant('values'),
        size: fc.constant(1),
        steps: fc.constant('everyStep'),
      }),
    ),
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({ type: fc.constant('addition'), length: fc.integer({ min: 10, max: 300 }) }),
  fc.record({ type: fc.constant('temporalOrder'), length: fc.integer({ min: 10, max: 300 }) }),
  fc.record({
    type: fc.constant('text'),
    file: fc.constant('t.txt'),
    length: fc.integer({ min: 1, max: 200 }),
    carryState: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('pianoRoll'),
    file: fc.constant('m.json'),
    length: fc.integer({ min: 1, max: 200 }),
  }),
);

const configs = fc.record({
  precision: fc.constantFrom('f32', 'f64'),
  task: tasks,
  batchSize: fc.integer({ min: 1, max: 100 }),
  layers: fc.array(
    fc
      .record({
        cell: fc.constantFrom(
          { type: 'elman' },
          { type: 'lstm', peephole: true },
          { type: 'gru', reset: 'after' },
          { type: 'gru', reset: 'before' },
        ),
        hiddenSize: fc.integer({ min: 1, max: 120 }),
        initialState: fc.constantFrom('zero', 'trainable'),
        bidirectional: fc.boolean(),
        normalization: fc.constantFrom('none', 'layer'),
        dropout: fc.constantFrom(0, 0.5),
        recurrentDropout: fc.constantFrom(0, 0.5),
      })
      .map(({ cell, ...layer }) => ({ ...cell, ...layer })),
    { minLength: 1, maxLength: 3 },
  ),
  optimizer: fc.constantFrom(
    { type: 'sgd' },
    { type: 'sgd', momentum: 0.9 },
    { type: 'adam' },
    { type: 'rmsprop', centred: true, momentum: 0.5 },
    { type: 'amsgrad' },
  ),
  regularizer: fc.constantFrom('none', 'omega', 'l2', 'stabilizer'),
  averaging: fc.constantFrom({ type: 'none' }, { type: 'exponential' }),
  loss: fc.constantFrom('sigmoidCrossEntropy', 'squaredError'),
  truncation: fc.constantFrom(
    { type: 'none' },
    { type: 'window', window: 7 },
    { type: 'window', window: 30, stride: 10 },
  ),
});

type Config = typeof configs extends fc.Arbitrary<infer Value> ? Value : never;

function specOf({
  precision,
  task,
  batchSize,
  layers,
  optimizer,
  regularizer,
  averaging,
  loss,
  truncation,
}: Config): Spec {
  const takesOmega = layers.every(
    ({ type, recurrentDropout }) => type === 'elman' && recurrentDropout === 0,
  );
  const term = regularizer === 'omega' && !takesOmega ? 'none' : regularizer;
  const result = loadConfigValue(
    {
      precision,
      task,
      model: {
        layers: layers.map((layer) => ({
          ...layer,
          bidirectional: layer.bidirectional && truncation.type === 'none',
        })),
        initializer: { type: 'zeros' },
      },
      training: { batchSize, optimizer, averaging, truncation, regularizer: { type: term } },
      loss: { type: loss },
    },
    { file: 'config' },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.spec;
}

/** What tiny runs take for granted. */
const FIXED_BYTES = 2 ** 20;

/** What two sources of windows keep beside the arena: whole batches of inputs and targets. */
function windowSourceBytes({ task, training, precision }: Spec, windowLength: number): number {
  const length = longestLength(task.length);
  if (length === windowLength) return 0;
  const rows = length * training.batchSize;
  if (task.type === 'sequences') {
    const isRow = ['size' in task.inputs, task.targets.type === 'values'];
    return isRow.reduce((sum, row) => sum + 2 * rows * (row ? 32 : 4), 0);
  }
  const pianoRoll = 2 * 88 * (precision === 'f64' ? 8 : 4);
  const rowBytes: Readonly<Record<string, number>> = {
    addition: 32,
    temporalOrder: 4,
    text: 8,
    pianoRoll,
  };
  return 2 * rows * (rowBytes[task.type] ?? 8);
}

test('memory is never underestimated, and overestimated by at most a factor of three', () => {
  fc.assert(
    fc.property(configs, (config) => {
      const spec = specOf(config);
      const { arena, task } = build(spec, 'reference', { data: dataOf(spec.task) });
      const actual = arena.memory.buffer.byteLength + windowSourceBytes(spec, task.maximumLength);
      const estimate = estimateMemory(spec);
      expect(estimate).toBeGreaterThanOrEqual(actual);
      expect(estimate - FIXED_BYTES).toBeLessThanOrEqual(3 * actual);
    }),
    { numRuns: 200 },
  );
});
