// Optimizers against the textbook recursions in plain f64 arithmetic.
import { describe, expect, test } from 'vitest';
import type { KernelName, Precision } from '../../../src/math/kernels.ts';
import { type OptimizerOptions, optimizers } from '../../../src/training/optimizers/index.ts';
import type { Optimizer } from '../../../src/training/optimizers/optimizer.ts';
import type { RmspropOptions } from '../../../src/training/optimizers/rmsprop.ts';
import { makeVectors, numbers, SIZE } from '../vectors.ts';

const STEPS = 50;
const gradientAt = (step: number) => numbers(step * 0.37).map((value) => value / (1 + step / 10));
const learningRateAt = (base: number, step: number) => base * 0.97 ** step;

/** Makes updates with our kernels; returns the parameters after each. */
function run(
  options: OptimizerOptions,
  precision: Precision = 'f64',
  kernelName: KernelName = 'reference',
): number[][] {
  const optimizer = optimizers[options.type] as Optimizer<OptimizerOptions>;
  const stateCount = optimizer.stateVectors(options).length;
  const vectors = makeVectors(2 + stateCount, precision, kernelName);
  const [parameters, gradient, ...state] = vectors.all;
  vectors.write(0, numbers(0));
  const context = {
    kernels: vectors.kernels,
    options,
    parameters: parameters!.address,
    gradient: gradient!.address,
    state: state.map(({ address }) => address),
    byteLength: parameters!.byteLength,
    scalars: optimizer.scalars(options),
  };
  return Array.from({ length: STEPS }, (_, step) => {
    vectors.write(1, gradientAt(step));
    optimizer.update(context, learningRateAt(options.learningRate, step));
    return vectors.read(0);
  });
}

type Rule = (gradient: number, learningRate: number, step: number) => number;

/** Applies a rule, which returns what to subtract, to each element by itself. */
function expected(base: number, makeRule: () => Rule): number[][] {
  const rules = Array.from({ length: SIZE }, makeRule);
  let parameters = numbers(0);
  return Array.from({ length: STEPS }, (_, step) => {
    const gradient = gradientAt(step);
    parameters = parameters.map(
      (value, i) => value - rules[i]!(gradient[i]!, learningRateAt(base, step), step),
    );
    return parameters;
  });
}

function sgdRule(momentum: number, nesterov: boolean): () => Rule {
  return () => {
    let velocity = 0;
    return (gradient, rate) => {
      velocity = momentum * velocity + gradient;
      return rate * (nesterov ? gradient + momentum * velocity : velocity);
    };
  };
}

function adamRule(beta1: number, beta2: number, epsilon: number): () => Rule {
  return () => {
    let [mean, square] = [0, 0];
    return (gradient, rate, step) => {
      mean = beta1 * mean + (1 - beta1) * gradient;
      square = beta2 * square + (1 - beta2) * gradient * gradient;
      const meanHat = mean / (1 - beta1 ** (step + 1));
      const squareHat = square / (1 - beta2 ** (step + 1));
      return (rate * meanHat) / (Math.sqrt(squareHat) + epsilon);
    };
  };
}

const sgd = (momentum: number, nesterov: boolean): OptimizerOptions => ({
  type: 'sgd',
  learningRate: 0.1,
  momentum,
  nesterov,
});

const adam: OptimizerOptions = {
  type: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};

function rmspropRule(o: RmspropOptions): () => Rule {
  return () => {
    let [square, mean, velocity] = [0, 0, 0];
    return (gradient, rate) => {
      square = o.smoothing * square + (1 - o.smoothing) * gradient * gradient;
      mean = o.smoothing * mean + (1 - o.smoothing) * gradient;
      const spread = o.centred ? square - mean * mean : square;
      const isInside = o.epsilonPlace === 'inside';
      const root = isInside ? Math.sqrt(spread + o.epsilon) : Math.sqrt(spread) + o.epsilon;
      velocity = o.momentum * velocity + gradient / root;
      return rate * velocity;
    };
  };
}

/** Chen et al. (2023), Algorithm 2, as it is printed; the decay needs the parameter. */
function lionRule(beta1: number, beta2: number): () => Rule {
  return () => {
    let mean = 0;
    return (gradient, rate) => {
      const direction = Math.sign(beta1 * mean + (1 - beta1) * gradient);
      mean = beta2 * mean + (1 - beta2) * gradient;
      return rate * direction;
    };
  };
}

/** Momentum of Sutskever et al. (2013), eq. 5, with their logarithm. */
function sutskeverRule(largest: number, every: number): () => Rule {
  return () => {
    let velocity = 0;
    return (gradient, rate, step) => {
      const rise = 1 - 2 ** (-1 - Math.log2(Math.floor(step / every) + 1));
      velocity = Math.min(rise, largest) * velocity + gradient;
      return rate * velocity;
    };
  };
}

const inside: RmspropOptions = {
  type: 'rmsprop',
  learningRate: 0.01,
  smoothing: 0.9,
  epsilon: 0.03,
  epsilonPlace: 'inside',
  centred: false,
  momentum: 0,
};

const graves: RmspropOptions = { ...inside, centred: true, momentum: 0.9, learningRate: 0.002 };

const lion: OptimizerOptions = { type: 'lion', learningRate: 0.01, beta1: 0.9, beta2: 0.99 };

const rising: OptimizerOptions = {
  ...sgd(0.85, false),
  momentumSchedule: { type: 'sutskever2013', every: 10 },
} as OptimizerOptions;

function worstDifference(actual: number[][], wanted: number[][]): number {
  return Math.max(...actual.flatMap((row, t) => row.map((x, i) => Math.abs(x - wanted[t]![i]!))));
}

const cases: [string, OptimizerOptions, number[][]][] = [
  ['plain descent', sgd(0, false), expected(0.1, sgdRule(0, false))],
  ['momentum', sgd(0.9, false), expected(0.1, sgdRule(0.9, false))],
  ['Nesterov momentum', sgd(0.9, true), expected(0.1, sgdRule(0.9, true))],
  ['adam', adam, expected(0.01, adamRule(0.9, 0.999, 1e-8))],
  [
    'adam with a large epsilon outside the root',
    { ...adam, epsilon: 0.5 },
    expected(0.01, adamRule(0.9, 0.999, 0.5)),
  ],
  ['rmsprop with epsilon inside the root', inside, expected(0.01, rmspropRule(inside))],
  ['rmsprop as Graves has it', graves, expected(0.002, rmspropRule(graves))],
  ['lion', lion, expected(0.01, lionRule(0.9, 0.99))],
  ['momentum that rises', rising, expected(0.1, sutskeverRule(0.85, 10))],
  ['adam without memory', { ...adam, beta1: 0, beta2: 0 }, expected(0.01, adamRule(0, 0, 1e-8))],
];

describe.each(cases)('%s', (_, options, wanted) => {
  test('follows its equation over 50 steps in f64', () => {
    expect(worstDifference(run(options), wanted)).toBeLessThan(1e-13);
  });

  test('gives the same bits with SIMD kernels, in f64 and f32', () => {
    expect(run(options, 'f64', '128')).toEqual(run(options, 'f64', 'reference'));
    expect(run(options, 'f32', '128')).toEqual(run(options, 'f32', 'reference'));
  });

  test('follows its equation in f32 to single precision', () => {
    expect(worstDifference(run(options, 'f32'), wanted)).toBeLessThan(2e-5);
  });
});

test("adam's first step has the length of the learning rate, whatever the gradient", () => {
  const [first] = run(adam);
  const before = numbers(0);
  const gradient = gradientAt(0);
  first!.forEach((value, i) => {
    expect(value).toBeCloseTo(before[i]! - 0.01 * Math.sign(gradient[i]!), 6);
  });
});

test.each([
  ['sgd', { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false }, []],
  ['sgd', { type: 'sgd', learningRate: 0.1, momentum: 0.5, nesterov: false }, ['velocity']],
  ['adam', adam, ['mean', 'square']],
] as const)('%s keeps only the state its options need', (_, options, names) => {
  const optimizer = optimizers[options.type] as Optimizer<OptimizerOptions>;
  expect(optimizer.stateVectors(options)).toEqual(names);
});
