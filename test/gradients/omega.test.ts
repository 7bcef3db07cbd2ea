// The gradient of Ω against finite differences of Ω as a function of Whh alone: dL/dh_t and f'(a_t)
// are read once from the network and held, the rest is written out in plain loops.
import { describe, expect, it } from 'vitest';
import { type ActivationName, activations } from '../../src/cells/activations.ts';
import { named } from '../../src/cells/cell.ts';
import { openStream } from '../../src/math/random.ts';
import type { Direction } from '../../src/model/direction.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { readTensors } from '../helpers/network.ts';
import { buildRun } from '../helpers/runs.ts';
import { combinations } from './cases.ts';
import { derivative, mismatches } from './differences.ts';

const cases = combinations({
  activation: Object.keys(activations) as ActivationName[],
  ratio: ['norm', 'squaredNorm'] as const,
  reduction: ['sum', 'activeMean'] as const,
  steps: ['lastStep', 'everyStep'] as const,
  depth: [1, 2],
});

type Case = (typeof cases)[number];

const ALPHA = 0.7;
const BATCH_SIZE = 3;

const tasks = {
  lastStep: { type: 'temporalOrder', length: { min: 10, max: 12 } },
  everyStep: { type: 'text', file: 'sample.txt', length: 6 },
} as const;

const slopes = {
  tanh: (h: number) => 1 - h * h,
  sigmoid: (h: number) => h * (1 - h),
  relu: (h: number) => (h > 0 ? 1 : 0),
  linear: () => 1,
} as const;

function setupOf({ activation, ratio, reduction, steps, depth }: Case): TrainSetup {
  const layer = { type: 'elman', activation, initialState: 'trainable' };
  const setup = buildRun(
    {
      precision: 'f64',
      task: tasks[steps],
      model: {
        layers: [5, 4].slice(0, depth).map((hiddenSize) => ({ ...layer, hiddenSize })),
        initializer: { type: 'xavier' },
      },
      training: {
        batchSize: BATCH_SIZE,
        regularizer: { type: 'omega', alpha: ALPHA, ratio, reduction },
      },
    },
    '128',
  );
  const { batch } = setup.network;
  batch.batchSize = BATCH_SIZE;
  setup.task.training(openStream(1, 'test')).next(batch);
  return setup;
}

/** One layer's Ω as a function of Whh, row by row; the error and the slopes are held. */
function omegaOf({ arena, network }: TrainSetup, cell: Direction, one: Case) {
  const { sequenceLength: T } = network.batch;
  const H = cell.hiddenSize;
  const dh = arena.read(named(cell.workspace, 'dh'));
  const h = arena.read(named(cell.workspace, 'h'));
  return (Whh: readonly number[]): number => {
    let sum = 0;
    let active = 0;
    for (let n = BATCH_SIZE; n < (T + 1) * BATCH_SIZE; n++) {
      const d = dh.slice(n * H, (n + 1) * H);
      const e = d.map((x, j) => x * slopes[one.activation](h[n * H + j]!));
      let [vv, dd] = [0, 0];
      for (let i = 0; i < H; i++) {
        let v = 0;
        for (let j = 0; j < H; j++) v += Whh[i * H + j]! * e[j]!;
        vv += v * v;
        dd += d[i]! * d[i]!;
      }
      if (dd * BATCH_SIZE ** 2 < 1e-20) continue;
      active++;
      sum += ((one.ratio === 'norm' ? Math.sqrt(vv / dd) : vv / dd) - 1) ** 2;
    }
    return sum / (one.reduction === 'sum' ? BATCH_SIZE : active);
  };
}

describe('the gradient of Ω is its derivative by Whh with the error held', () => {
  it.each(cases)('$activation, $ratio, $reduction, $steps, depth $depth', (one) => {
    const setup = setupOf(one);
    const { arena, network, regularizer } = setup;
    network.forward('train');
    network.backward();
    const before = readTensors(arena, network.gradient);
    const penalty = regularizer!.add(1);
    const after = readTensors(arena, network.gradient);
    let expectedPenalty = 0;
    const analytic = new Map<string, number[]>();
    const numeric = new Map<string, number[]>();
    network.layers.forEach(({ name, directions: [only] }) => {
      const key = `${name}.Whh`;
      const omega = omegaOf(setup, only!, one);
      const Whh = readTensors(arena, network.parameters).get(key)!;
      expectedPenalty += ALPHA * omega(Whh);
      const added = after.get(key)!.map((x, i) => x - before.get(key)![i]!);
      expect(Math.max(...added.map(Math.abs))).toBeGreaterThan(1e-2);
      analytic.set(key, added);
      numeric.set(
        key,
        Whh.map((x, i) => ALPHA * derivative((by) => omega(Whh.with(i, x + by)))),
      );
    });
    expect(mismatches(analytic, numeric)).toEqual([]);
    expect(Math.abs(penalty - expectedPenalty)).toBeLessThan(1e-12 * (1 + expectedPenalty));
    for (const [name, values] of before) {
      if (!name.endsWith('.Whh')) expect(after.get(name)).toEqual(values);
    }
  });
});
