// The floors of generated tasks against the best constant, or memoryless, predictor on samples.
import { describe, expect, test } from 'vitest';
import { type TaskOptions, taskOf } from '../../src/tasks/index.ts';
import type { Floor } from '../../src/tasks/task.ts';
import { eachTarget, meanOf } from './statistics.ts';

const floorsOf = (options: TaskOptions, length?: number): readonly Floor[] =>
  taskOf(options).create(options).floors?.('test', length) ?? [];

/**
 * Cross-entropy and error of the best predictor that sees the classes' frequencies and nothing else.
 * @param kindOf what it may tell apart, such as the step; nothing by default
 */
function bestConstant(options: TaskOptions, batches: number, kindOf = (_t: number) => 0) {
  const counts = new Map<number, Map<number, number>>();
  let total = 0;
  eachTarget(taskOf(options).create(options), { batches }, ({ t, batch, row }) => {
    const kind = counts.get(kindOf(t)) ?? new Map<number, number>();
    counts.set(kindOf(t), kind);
    const one = batch.classes[row] ?? -1;
    kind.set(one, (kind.get(one) ?? 0) + 1);
    total++;
  });
  let entropy = 0;
  let right = 0;
  for (const kind of counts.values()) {
    const all = [...kind.values()].reduce((sum, count) => sum + count, 0);
    for (const count of kind.values()) entropy -= count * Math.log(count / all);
    right += Math.max(...kind.values());
  }
  return { loss: entropy / total, error: 1 - right / total };
}

describe('of classes', () => {
  test.each<[TaskOptions, number, ((t: number) => number)?]>([
    [{ type: 'temporalOrder', length: 20 }, 400],
    [{ type: 'temporalOrder3', length: 20 }, 400],
    [{ type: 'permutation', length: 5 }, 400],
    [{ type: 'echo', length: 30, delay: 4, values: 5 }, 40],
    [{ type: 'parity', length: 20, targets: 'everyStep' }, 60],
    [{ type: 'memorization', length: 7, positions: 5, values: 2, targets: 'recall' }, 100],
    [
      { type: 'memorization', length: 7, positions: 5, values: 3, targets: 'everyStep' },
      100,
      (t) => t,
    ],
    [{ type: 'copy', length: 30, positions: 10, values: 8, targets: 'everyStep' }, 100, (t) => t],
  ])('%j', (options, batches, kindOf) => {
    const [floor] = floorsOf(options);
    const best = bestConstant(options, batches, kindOf);
    expect(floor?.losses.softmaxCrossEntropy).toBeCloseTo(best.loss, 2);
    // The best of a sample is a little better than chance.
    expect(Math.abs((floor?.error ?? 0) - best.error)).toBeLessThan(0.015);
  });

  test('copy has the floor of Arjovsky et al., 10 ln 8 / (T + 20)', () => {
    const options = {
      type: 'copy',
      length: 100,
      positions: 10,
      values: 8,
      targets: 'everyStep',
    } as const;
    const loss = (length?: number) => floorsOf(options, length)[0]?.losses.softmaxCrossEntropy;
    expect(loss()).toBeCloseTo((10 * Math.log(8)) / 120, 12);
    expect(loss(500)).toBeCloseTo((10 * Math.log(8)) / 520, 12);
    const [range] = floorsOf({ ...options, length: { min: 10, max: 11 } });
    const mean = (10 * Math.log(8) * (1 / 30 + 1 / 31)) / 2;
    expect(range?.losses.softmaxCrossEntropy).toBeCloseTo(mean, 12);
  });
});

describe('of values', () => {
  const targetsOf = (options: TaskOptions, batches = 200) => {
    const targets: number[] = [];
    eachTarget(taskOf(options).create(options), { batches }, ({ batch, row }) => {
      targets.push(batch.values[row * batch.valueStride] ?? Number.NaN);
    });
    return targets;
  };

  test.each([
    ['addition', 0.2],
    ['addition', 0.04],
    ['addition', 0.7],
    ['multiplication', 0.2],
    ['multiplication', 0.04],
    ['multiplication', 0.7],
  ] as const)('%s at tolerance %f', (type, tolerance) => {
    const options = { type, length: 20, tolerance } as const;
    const targets = targetsOf(options);
    const mean = meanOf(targets);
    const [floor] = floorsOf(options);
    expect(floor?.losses.squaredError).toBeCloseTo(meanOf(targets.map((y) => (y - mean) ** 2)), 3);
    const errorOf = (constant: number) =>
      meanOf(targets.map((y) => (Math.abs(y - constant) <= tolerance ? 0 : 1)));
    const least = Math.min(...Array.from({ length: 101 }, (_, i) => errorOf(i / 100)));
    expect(Math.abs((floor?.error ?? -1) - least)).toBeLessThan(0.012);
  });

  test('the paper’s: constant one half is wrong in 36%, the best constant product in 23%', () => {
    expect(floorsOf({ type: 'addition', length: 20 })[0]?.error).toBeCloseTo(0.36, 12);
    expect(floorsOf({ type: 'multiplication', length: 20 })[0]?.error).toBeCloseTo(0.2335, 4);
  });

  test.each<TaskOptions>([
    { type: 'sine', length: 100, period: { min: 5, max: 30 }, horizon: 2 },
    { type: 'mackeyGlass', length: 100, tau: 17, horizon: 6 },
  ])('%j: constant and persistence', (options) => {
    const inputs: number[] = [];
    eachTarget(taskOf(options).create(options), { batches: 40 }, ({ batch, row }) => {
      inputs.push(batch.inputs[row * batch.inputStride] ?? Number.NaN);
    });
    const targets = targetsOf(options, 40);
    const mean = meanOf(targets);
    const [constant, persistence] = floorsOf(options).map(({ losses }) => losses.squaredError ?? 0);
    const variance = meanOf(targets.map((y) => (y - mean) ** 2));
    const change = meanOf(targets.map((y, i) => (y - (inputs[i] ?? 0)) ** 2));
    expect(Math.abs((constant ?? 0) / variance - 1)).toBeLessThan(0.05);
    expect(Math.abs((persistence ?? 0) / change - 1)).toBeLessThan(0.05);
  });

  test('the toy has none', () => {
    expect(floorsOf({ type: 'toy', form: 'lecture', length: 50, target: 0.7 })).toEqual([]);
  });
});
