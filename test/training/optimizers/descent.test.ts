// What every optimizer must do, whatever its equation: go down a bowl, and leave no trace where
// there is no gradient.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OptimizerOptions, optimizers } from '../../../src/training/optimizers/index.ts';
import type { Optimizer } from '../../../src/training/optimizers/optimizer.ts';
import { specOf } from '../runs.ts';
import { makeVectors, SIZE } from '../vectors.ts';

/** Options with their defaults, as a config would have them. */
function optionsOf(optimizer: object): OptimizerOptions {
  return specOf({ task: { type: 'toy' }, training: { optimizer } }).training.optimizer;
}

/** Rates that suit a bowl of unit size; the defaults are for networks. */
const descents: readonly OptimizerOptions[] = [
  { type: 'sgd', learningRate: 0.1 },
  { type: 'sgd', learningRate: 0.05, momentum: 0.8 },
  { type: 'sgd', learningRate: 0.05, momentum: 0.8, nesterov: true },
  {
    type: 'sgd',
    learningRate: 0.05,
    momentum: 0.8,
    momentumSchedule: { type: 'sutskever2013', every: 20 },
  },
  { type: 'adagrad', learningRate: 0.3 },
  { type: 'adadelta', learningRate: 0.3, epsilon: 0.01 },
  { type: 'rmsprop', learningRate: 0.01 },
  { type: 'rmsprop', learningRate: 0.01, centred: true, momentum: 0.5 },
  { type: 'rmsprop', learningRate: 0.01, epsilonPlace: 'inside' },
  { type: 'adam', learningRate: 0.02 },
  { type: 'adamw', learningRate: 0.02 },
  { type: 'amsgrad', learningRate: 0.02 },
  { type: 'nadam', learningRate: 0.02 },
  { type: 'rprop' },
  { type: 'lion', learningRate: 0.01 },
].map(optionsOf);

/** Makes updates along a gradient of the parameters; returns the vectors. */
function descend(
  options: OptimizerOptions,
  start: readonly number[],
  gradientOf: (parameters: readonly number[]) => number[],
  steps: number,
) {
  const optimizer = optimizers[options.type] as Optimizer<OptimizerOptions>;
  const vectors = makeVectors(2 + optimizer.stateVectors(options).length);
  const [parameters, gradient, ...state] = vectors.all;
  vectors.write(0, start);
  const context = {
    kernels: vectors.kernels,
    options,
    parameters: parameters!.address,
    gradient: gradient!.address,
    state: state.map(({ address }) => address),
    byteLength: parameters!.byteLength,
    scalars: optimizer.scalars(options),
  };
  for (let step = 0; step < steps; step++) {
    vectors.write(1, gradientOf(vectors.read(0)));
    optimizer.update(context, options.learningRate);
  }
  return vectors;
}

const starts = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: SIZE,
  maxLength: SIZE,
});
const curvatures = fc.array(fc.double({ min: 0.2, max: 4, noNaN: true }), {
  minLength: SIZE,
  maxLength: SIZE,
});

describe.each(descents.map((options) => [JSON.stringify(options), options] as const))(
  '%s',
  (_, options) => {
    test('goes down a convex quadratic', () => {
      fc.assert(
        fc.property(starts, curvatures, (start, curvature) => {
          const cost = (p: readonly number[]) =>
            p.reduce((sum, x, i) => sum + 0.5 * curvature[i]! * x * x, 0);
          const gradient = (p: readonly number[]) => p.map((x, i) => curvature[i]! * x);
          fc.pre(cost(start) > 0.1);
          const vectors = descend(options, start, gradient, 300);
          expect(cost(vectors.read(0))).toBeLessThan(0.1 * cost(start));
        }),
        { numRuns: 20 },
      );
    });

    test('leaves padding zero in every vector', () => {
      const start = Array.from({ length: SIZE }, (_, i) => i + 1);
      const { arena, all } = descend(options, start, (p) => p.map(Math.sign), 5);
      for (const vector of all) {
        const outside = arena.view(vector).slice();
        for (const tensor of vector.tensors) {
          const first = (tensor.address - vector.address) / 8;
          for (let i = 0; i < tensor.rows; i++) {
            const at = first + (i * tensor.row) / 8;
            outside.fill(0, at, at + tensor.columns);
          }
        }
        expect(outside.every((x) => x === 0)).toBe(true);
      }
    });
  },
);

test('covers every optimizer', () => {
  const covered = new Set<string>(descents.map(({ type }) => type));
  expect([...covered].sort()).toEqual(Object.keys(optimizers).sort());
});

describe('weight decay', () => {
  const start = Array.from({ length: SIZE }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i + 1));
  const noGradient = (p: readonly number[]) => p.map(() => 0);
  const shrunk = (optimizer: object) =>
    descend(optionsOf(optimizer), start, noGradient, 1)
      .read(0)
      .map((x, i) => x / start[i]!);

  test('coupled, is a gradient of its own: plain descent shrinks by learningRate·weightDecay', () => {
    for (const ratio of shrunk({ type: 'sgd', learningRate: 0.1, weightDecay: 0.5 })) {
      expect(ratio).toBeCloseTo(1 - 0.05, 15);
    }
  });

  test('coupled, is scaled by adam as any gradient', () => {
    const [first] = shrunk({ type: 'adam', learningRate: 0.1, weightDecay: 0.5 });
    expect(first).toBeCloseTo(1 - 0.1, 6);
  });

  test.each(['adamw', 'lion'])('decoupled in %s, is not scaled', (type) => {
    for (const ratio of shrunk({ type, learningRate: 0.1, weightDecay: 0.5 })) {
      expect(ratio).toBeCloseTo(1 - 0.05, 15);
    }
  });
});
