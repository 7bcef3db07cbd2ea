// Regularizers that are functions of the parameters: the gradient of loss and penalty together
// against finite differences of both, through the whole network.
import { describe, expect, it } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { readTensors } from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';
import { buildRun } from '../helpers/runs.ts';
import { combinations } from './cases.ts';
import { derivative, mismatches } from './differences.ts';

const BATCH_SIZE = 2;

const regularizers = {
  l2: { type: 'l2', lambda: 0.02 },
  stabilizer: { type: 'stabilizer', beta: 0.8 },
} as const;

const tasks = {
  lastStep: { type: 'temporalOrder', length: { min: 10, max: 12 } },
  everyStep: { type: 'text', file: 'sample.txt', length: 5, carryState: false },
  carried: { type: 'text', file: 'sample.txt', length: 5, carryState: true },
} as const;

/** Both directions where only one of them carries its state over. */
const layers = {
  tanh: { type: 'elman', activation: 'tanh' },
  sigmoid: { type: 'elman', activation: 'sigmoid' },
  'both directions': { type: 'elman', activation: 'tanh', bidirectional: true },
  lstm: { type: 'lstm' },
  'gru in both directions': { type: 'gru', bidirectional: true },
} as const;

const cases = combinations({
  regularizer: Object.keys(regularizers) as (keyof typeof regularizers)[],
  steps: Object.keys(tasks) as (keyof typeof tasks)[],
  layer: Object.keys(layers) as (keyof typeof layers)[],
  initialState: ['zero', 0.4, 'trainable'] as const,
  depth: [1, 2],
});

type Case = (typeof cases)[number];

function setupOf({ regularizer, steps, layer, initialState, depth }: Case): TrainSetup {
  const options = { ...layers[layer], initialState };
  return buildRun(
    {
      precision: 'f64',
      task: tasks[steps],
      model: { layers: [4, 3].slice(0, depth).map((hiddenSize) => ({ ...options, hiddenSize })) },
      training: { batchSize: BATCH_SIZE, regularizer: regularizers[regularizer] },
    },
    '128',
  );
}

/** Draws all parameters, so that biases and initial states are not zero. */
function drawParameters({ arena, network }: TrainSetup, { layer }: Case): void {
  const draw = openDraws(3);
  // Large enough that no initial state's gradient vanishes; the slope of sigmoid is at most a quarter.
  const largest = layer === 'sigmoid' ? 3 : 0.9;
  for (const tensor of network.parameters.tensors) {
    const count = tensor.rows * tensor.columns;
    arena.write(
      tensor,
      Array.from({ length: count }, () => largest * (2 * draw() - 1)),
    );
  }
}

describe('the gradient of loss and penalty is their derivative', () => {
  it.each(cases)(
    '$regularizer, $steps, $layer, initial state $initialState, depth $depth',
    (one) => {
      const setup = setupOf(one);
      const { arena, network, task, regularizer } = setup;
      drawParameters(setup, one);
      const { batch } = network;
      batch.batchSize = BATCH_SIZE;
      const source = task.training(openStream(1, 'test'));
      source.next(batch);
      network.forward('train');
      if (one.steps === 'carried') source.next(batch);
      expect(batch.carryState).toBe(one.steps === 'carried');
      // What was carried over is given: kept as it was for every pass.
      const memory = arena.elements.slice();
      const pass = (): number => {
        const loss = network.forward('train');
        network.backward({ stateTerm: regularizer!.stateTerm ?? null });
        return loss + regularizer!.add(1);
      };
      pass();
      const analytic = readTensors(arena, network.gradient);
      const numeric = new Map<string, number[]>();
      for (const tensor of network.parameters.tensors) {
        const values: number[] = [];
        for (let i = 0; i < tensor.rows * tensor.columns; i++) {
          const at = arena.indexOf(tensor, Math.floor(i / tensor.columns), i % tensor.columns);
          values.push(
            derivative((by) => {
              arena.elements.set(memory);
              arena.elements[at] = memory[at]! + by;
              return pass();
            }),
          );
        }
        numeric.set(tensor.name, values);
      }
      expect(mismatches(analytic, numeric)).toEqual([]);
    },
  );
});
