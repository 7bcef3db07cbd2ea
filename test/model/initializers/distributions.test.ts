import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/math/random.ts';
import { type InitializerOptions, initializers } from '../../../src/model/initializers/index.ts';
import type { Initializer, ParameterShape } from '../../../src/model/initializers/initializer.ts';
import { moments, shape, VECTOR_ROLES, WEIGHT_ROLES } from './shapes.ts';

const ROWS = 120;
const COLUMNS = 90;
const COUNT = ROWS * COLUMNS;

function draw(options: InitializerOptions, parameter: ParameterShape, seed = 1): Float64Array {
  const initializer = initializers[options.type] as Initializer<InitializerOptions>;
  return initializer.values(options, parameter, openStream(seed, 'init'));
}

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

test('zeros are zero everywhere', () => {
  for (const role of [...WEIGHT_ROLES, ...VECTOR_ROLES]) {
    expect(draw({ type: 'zeros' }, shape(role, 1, 7))).toEqual(new Float64Array(7));
  }
});
