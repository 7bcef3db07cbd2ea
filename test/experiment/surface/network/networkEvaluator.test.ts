// Loss and gradient of networks over planes of their parameters.

import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/build.ts';
import { createNetworkEvaluator } from '../../../../src/experiment/surface/network/networkEvaluator.ts';
import type { PlaneChoice } from '../../../../src/experiment/surface/network/planNetworkSurface.ts';
import type { Samples } from '../../../../src/experiment/surface/surface.ts';
import { openStream } from '../../../../src/math/random.ts';
import { derivative } from '../../../gradients/differences.ts';
import { expectClose } from '../../../helpers/close.ts';
import { allKernels, precisions, simdKernels } from '../../../helpers/kernels.ts';
import { openDraws } from '../../../helpers/numbers.ts';
import { SAMPLE_TEXT } from '../../../helpers/runs.ts';
import { wholeFile } from '../../../helpers/taskFiles.ts';
import { type Config, specOf } from '../../../training/runs.ts';
import { planOf, type Recipe, recipes, samplesAt } from './runs.ts';

const planes: readonly (readonly [string, (recipe: Recipe) => PlaneChoice])[] = [
  ['two parameters', ({ x, y }) => ({ type: 'parameters', x, y })],
  ['random directions', () => ({ type: 'random', seed: 3 })],
  ['the trajectory', () => ({ type: 'trajectory' })],
];

const cases = recipes.flatMap((recipe) =>
  planes.map(([plane, choose]) => ({ name: `${recipe.name}, ${plane}`, recipe, choose })),
);

/** Points within the default window of a plan. */
function pointsWithin(axes: readonly { min: number; max: number }[], count: number, seed = 1) {
  const draw = openDraws(seed);
  const [x, y] = axes as [{ min: number; max: number }, { min: number; max: number }];
  const within = ({ min, max }: { min: number; max: number }) => min + (max - min) * draw();
  return Array.from({ length: count }, () => [within(x), within(y)] as const);
}

/** All numbers of samples at the given indices, for comparing bits. */
function rows({ cost, dx, dy, gradientNorm }: Samples, order?: readonly number[]) {
  const indices = order ?? [...cost.keys()];
  return indices.map((i) => [cost[i], dx[i], dy[i], gradientNorm[i]]);
}

describe('the gradient along the axes', () => {
  /** A direction is as long as all weights together, so that a shorter step suits it. */
  const slope = (f: (by: number) => number): number => 20 * derivative((by) => f(by / 20));

  it.each(cases)('is the derivative of the cost: $name', ({ recipe, choose }) => {
    const config = { ...recipe.config, precision: 'f64' };
    const { source, axes } = planOf(config, choose(recipe), { sequenceCount: 10 });
    const { evaluate } = createNetworkEvaluator(source, '128');
    const cost = (x: number, y: number): number =>
      evaluate(Float64Array.of(x), Float64Array.of(y)).cost[0]!;
    for (const [x, y] of pointsWithin(axes, 4)) {
      const { dx, dy, gradientNorm } = evaluate(Float64Array.of(x), Float64Array.of(y));
      const numericX = slope((by) => cost(x + by, y));
      const numericY = slope((by) => cost(x, y + by));
      const bound = 1e-8 * Math.max(Math.abs(numericX), Math.abs(numericY)) + 1e-10;
      expect(Math.abs(numericX)).toBeGreaterThan(1e-6);
      expectClose([dx[0]!, dy[0]!], [numericX, numericY], () => bound);
      expectClose([gradientNorm[0]!], [Math.hypot(numericX, numericY)], () => 2 * bound);
    }
  });
});

describe('the toy through the network', () => {
  /** Cost as it is printed, and its gradient by forward sensitivities. */
  function byHand(start: number, recurrent: number, input: number): number[] {
    let [state, byRecurrent, byInput] = [start, 0, 0];
    for (let t = 0; t < 50; t++) {
      const next = 1 / (1 + Math.exp(-(recurrent * state + input)));
      const slope = next * (1 - next);
      byRecurrent = slope * (state + recurrent * byRecurrent);
      byInput = slope * (1 + recurrent * byInput);
      state = next;
    }
    const error = state - 0.7;
    return [error * error, 2 * error * byRecurrent, 2 * error * byInput];
  }

  it.each([
    ['lecture', 'wr', 'wi', 0.5],
    ['paper', 'w', 'b', 1 / (1 + Math.exp(-0.5))],
  ])('costs what its equation gives, in the %s form', (form, x, y, start) => {
    const { source } = planOf({ task: { type: 'toy', form } }, { type: 'parameters', x, y });
    const points = pointsWithin(
      [
        { min: 3, max: 6 },
        { min: -3.4, max: -1.5 },
      ],
      200,
    );
    const { cost, dx, dy } = samplesAt(source, points);
    points.forEach(([recurrent, input], i) => {
      const [expected, ...gradient] = byHand(start, recurrent, input);
      const steepness = 1 + Math.hypot(...gradient);
      expectClose([cost[i]!], [expected!], () => 1e-13 * steepness);
      expectClose([dx[i]!, dy[i]!], gradient, () => 1e-9 * steepness);
    });
  });
});

describe('a point', () => {
  it.each(cases)('does not depend on the points before it: $name', ({ recipe, choose }) => {
    const { source, axes } = planOf(recipe.config, choose(recipe), { sequenceCount: 10 });
    const points = pointsWithin(axes, 12);
    points[5] = [Number.NaN, 1];
    points[6] = [1e30, -1e30];
    const inOrder = samplesAt(source, points);
    const order = [...points.keys()].reverse();
    const reversed = samplesAt(
      source,
      order.map((i) => points[i]!),
    );
    expect(rows(reversed)).toEqual(rows(inOrder, order));
    points.forEach((point, i) => {
      expect(rows(samplesAt(source, [point]))).toEqual(rows(inOrder, [i]));
    });
    expect(new Set(inOrder.cost).size).toBeGreaterThan(8);
  });

  describe.each(precisions)('in %s', (precision) => {
    it.each(cases)('has the same bits with all kernels: $name', ({ recipe, choose }) => {
      const config = { ...recipe.config, precision };
      const { source, axes } = planOf(config, choose(recipe), { sequenceCount: 10 });
      const points = pointsWithin(axes, 8);
      const reference = rows(samplesAt(source, points, 'reference'));
      for (const name of simdKernels) {
        expect(rows(samplesAt(source, points, name))).toEqual(reference);
      }
      expect(reference.flat().every(Number.isFinite)).toBe(true);
    });
  });

  it('is the same after its source has been sent to a worker', () => {
    for (const { config, x, y } of recipes) {
      const { source, axes } = planOf(config, { type: 'parameters', x, y });
      const points = pointsWithin(axes, 3);
      expect(rows(samplesAt(structuredClone(source), points))).toEqual(
        rows(samplesAt(source, points)),
      );
    }
  });

  it('has a canonical NaN where nothing can be computed, with all kernels', () => {
    const bits = (value: Float64Array): string[] =>
      [...new BigUint64Array(value.buffer)].map((word) => word.toString(16));
    const { config, x, y } = recipes[0]!;
    const { source } = planOf(config, { type: 'parameters', x, y });
    for (const name of allKernels) {
      const { cost, dx, dy, gradientNorm } = samplesAt(source, [[Number.NaN, 0]], name);
      for (const value of [cost, dx, dy, gradientNorm]) {
        expect(bits(value)).toEqual(['7ff8000000000000']);
      }
    }
  });
});

describe('the cost', () => {
  const addition: Config = {
    task: { type: 'addition', length: { min: 10, max: 20 } },
    model: { layers: [{ type: 'elman', hiddenSize: 4 }] },
    training: { batchSize: 4 },
  };

  /** Loss at the initial parameters over batches drawn by hand. */
  function meanLoss(config: Config, batchSizes: readonly number[]): number {
    const { network, task } = build(specOf(config), 'reference');
    const source = task.evaluation('validation', openStream(1, 'surface'), 1000)!;
    let sum = 0;
    let count = 0;
    for (const batchSize of batchSizes) {
      network.batch.batchSize = batchSize;
      source.next(network.batch);
      sum += network.forward('evaluate') * batchSize;
      count += batchSize;
    }
    return sum / count;
  }

  const start = (config: Config, sequenceCount?: number) => {
    const settings = sequenceCount === undefined ? {} : { sequenceCount };
    const plane = { type: 'parameters', x: 'Whh[0,0]', y: 'bh[0]' } as const;
    const { source, origin } = planOf(config, plane, settings);
    return samplesAt(source, [[origin.x, origin.y]]).cost[0]!;
  };

  it('is the loss of one batch of the training, exactly', () => {
    expect(start(addition)).toBe(meanLoss(addition, [4]));
  });

  it.each([
    [2, [2]],
    [8, [4, 4]],
    [11, [4, 4, 3]],
  ])('over %d sequences is the mean over all of them', (count, batchSizes) => {
    const expected = meanLoss(addition, batchSizes);
    expectClose([start(addition, count)], [expected], () => 1e-15);
    expect(start(addition, count)).not.toBe(start(addition));
  });

  it('is over other sequences with another seed', () => {
    const [one, two] = [1, 2].map((seed) => {
      const model = {
        layers: [{ type: 'elman', hiddenSize: 4 }],
        initializer: { type: 'identity' },
      };
      return start({ ...addition, seed, model });
    });
    expect(one).not.toBe(two);
  });

  it('of a text is taken over the first chunks of its validation part, each from the initial state', () => {
    const length = 7;
    const text: Config = {
      task: { type: 'text', file: 'sample.txt', length, split: { validation: 0.1, test: 0 } },
      model: { layers: [{ type: 'elman', hiddenSize: 5 }] },
      training: { batchSize: 2 },
      precision: 'f64',
    };
    const part = [...SAMPLE_TEXT].slice(SAMPLE_TEXT.length - Math.floor(SAMPLE_TEXT.length * 0.1));
    const alphabet = [...new Set(SAMPLE_TEXT)].sort();
    const symbols = part.map((character) => alphabet.indexOf(character));
    const stream = Math.floor((part.length - 1) / 2);
    const { network } = build(specOf(text), 'reference', {
      data: wholeFile(SAMPLE_TEXT),
    });
    const { batch } = network;
    const losses = [0, length].map((position) => {
      for (let t = 0; t < length; t++) {
        for (let b = 0; b < 2; b++) {
          batch.symbols[t * 2 + b] = symbols[b * stream + position + t]!;
          batch.classes[t * 2 + b] = symbols[b * stream + position + t + 1]!;
        }
      }
      batch.carryState = false;
      return network.forward('train');
    });
    expect(start(text)).toBe(losses[0]);
    expectClose([start(text, 4)], [(losses[0]! + losses[1]!) / 2], () => 1e-15);
    expect(losses[0]).not.toBe(losses[1]);
  });

  it('needs validation data', () => {
    const text: Config = {
      task: { type: 'text', file: 'sample.txt', length: 7, split: { validation: 0 } },
      training: { batchSize: 2 },
    };
    const { source } = planOf(text, { type: 'random', seed: 1 });
    expect(() => createNetworkEvaluator(source, '128')).toThrow(
      'surface: there are no validation data to take the loss over; raise task.split.validation',
    );
  });
});
