import { describe, expect, test } from 'vitest';
import type { InitializerOptions } from '../../../src/model/initializers/index.ts';
import { draw, moments, shape, VECTOR_ROLES, WEIGHT_ROLES } from './shapes.ts';

const ROWS = 120;
const COLUMNS = 90;
const COUNT = ROWS * COLUMNS;

const smartTanh = { type: 'smartTanh', spectralRadius: 0.95, nonZeroCount: 15 } as const;

const everyRandomOne: readonly InitializerOptions[] = [
  { type: 'normal', standardDeviation: 0.3 },
  { type: 'uniform', minimum: -0.2, maximum: 0.6 },
  { type: 'xavier', gain: 1 },
  { type: 'orthogonal', gain: 1 },
  { type: 'identity', scale: 1 },
  { type: 'sigmoid' },
  { type: 'basicTanh' },
  smartTanh,
  { type: 'sparse', nonZeroCount: 4, standardDeviation: 1 },
  { type: 'kaiming', gain: 1 },
  { type: 'lecun', gain: 1 },
  { type: 'spectralRadius', radius: 0.9, base: { type: 'normal', standardDeviation: 0.1 } },
  { type: 'chrono', longest: 100, base: { type: 'normal', standardDeviation: 0.1 } },
];

describe.each(everyRandomOne)('$type', (options) => {
  test('starts biases and initial states at zero', () => {
    for (const role of VECTOR_ROLES) {
      expect([...draw(options, shape(role, 1, COLUMNS))]).toEqual(new Array(COLUMNS).fill(0));
    }
  });

  test('draws the same from one seed and other values from another', () => {
    const parameter = shape('input', 20, 30);
    expect(draw(options, parameter, 4)).toEqual(draw(options, parameter, 4));
    expect(draw(options, parameter, 4)).not.toEqual(draw(options, parameter, 5));
  });
});

describe('Gaussian weights', () => {
  const cases: [InitializerOptions, (typeof WEIGHT_ROLES)[number], number][] = [
    ...WEIGHT_ROLES.flatMap((role): [InitializerOptions, typeof role, number][] => [
      [{ type: 'normal', standardDeviation: 0.3 }, role, 0.3],
      [{ type: 'sigmoid' }, role, 0.01],
      [{ type: 'basicTanh' }, role, 0.1],
    ]),
    ...WEIGHT_ROLES.flatMap((role): [InitializerOptions, typeof role, number][] => [
      [{ type: 'kaiming', gain: 1 }, role, Math.sqrt(2 / ROWS)],
      [{ type: 'kaiming', gain: 0.5 }, role, 0.5 * Math.sqrt(2 / ROWS)],
      [{ type: 'lecun', gain: 1 }, role, Math.sqrt(1 / ROWS)],
    ]),
    [smartTanh, 'input', 0.01],
    [smartTanh, 'output', 0.01],
    [{ type: 'identity', scale: 1 }, 'input', 0.001],
    [{ type: 'identity', scale: 1 }, 'output', 0.001],
  ];

  test.each(cases)('%o draws %s weights with standard deviation %d', (options, role, expected) => {
    const values = draw(options, shape(role, ROWS, COLUMNS));
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(COUNT));
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * COUNT));
    const beyondOne = values.filter((value) => Math.abs(value) > expected).length / COUNT;
    expect(Math.abs(beyondOne - 0.3173)).toBeLessThan(0.02);
  });
});

describe('uniform weights', () => {
  test('fill [minimum, maximum) evenly', () => {
    const values = draw(
      { type: 'uniform', minimum: -0.2, maximum: 0.6 },
      shape('input', ROWS, COLUMNS),
    );
    expect(values.every((value) => value >= -0.2 && value < 0.6)).toBe(true);
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean - 0.2)).toBeLessThan(0.01);
    expect(deviation).toBeCloseTo(0.8 / Math.sqrt(12), 2);
    expect(Math.min(...values)).toBeLessThan(-0.195);
    expect(Math.max(...values)).toBeGreaterThan(0.595);
  });

  test.each([1, 2.5])('xavier with gain %d keeps ±gain·√(6/(fanIn + fanOut))', (gain) => {
    const bound = gain * Math.sqrt(6 / (ROWS + COLUMNS));
    const values = draw({ type: 'xavier', gain }, shape('recurrent', ROWS, COLUMNS));
    expect(values.every((value) => value >= -bound && value < bound)).toBe(true);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.99 * bound);
    const variance = (2 * gain * gain) / (ROWS + COLUMNS);
    expect(Math.abs(moments(values).deviation / Math.sqrt(variance) - 1)).toBeLessThan(0.02);
  });
});

describe('uniformByHiddenSize', () => {
  const options = { type: 'uniformByHiddenSize' } as const;

  test.each([
    ['input', 7, 400, 400],
    ['recurrent', 60, 60, 60],
    ['output', 400, 9, 400],
    ['bias', 1, 900, 900],
  ] as const)('draws %s [%i, %i] evenly within ±1/√%i', (role, rows, columns, hiddenSize) => {
    const values = draw(options, { ...shape(role, rows, columns), hiddenSize });
    const bound = 1 / Math.sqrt(hiddenSize);
    expect(values.every((value) => value >= -bound && value < bound)).toBe(true);
    expect(Math.max(...values)).toBeGreaterThan(0.98 * bound);
    expect(Math.min(...values)).toBeLessThan(-0.98 * bound);
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean)).toBeLessThan((4 * bound) / Math.sqrt(3 * values.length));
    expect(Math.abs((deviation * Math.sqrt(3)) / bound - 1)).toBeLessThan(0.06);
  });

  test('starts initial states at zero', () => {
    expect(draw(options, shape('initialState', 1, 5))).toEqual(new Float64Array(5));
  });
});

test('zeros are zero everywhere', () => {
  for (const role of [...WEIGHT_ROLES, ...VECTOR_ROLES]) {
    expect(draw({ type: 'zeros' }, shape(role, 1, 7))).toEqual(new Float64Array(7));
  }
});
