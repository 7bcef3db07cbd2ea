import { describe, expect, test } from 'vitest';
import { spectralRadius as radiusOf } from '../../../src/math/linearAlgebra.ts';
import type { BaseOptions } from '../../../src/model/initializers/base.ts';
import { radiusBySquaring } from './radiusBySquaring.ts';
import { columnsOf, draw, gated, shape } from './shapes.ts';

const bases: readonly BaseOptions[] = [
  { type: 'normal', standardDeviation: 0.1 },
  { type: 'sparse', nonZeroCount: 5, standardDeviation: 1 },
  { type: 'uniform', minimum: -1, maximum: 3 },
  { type: 'orthogonal', gain: 1 },
  { type: 'uniformByHiddenSize' },
];

describe('spectralRadius', () => {
  test.each(bases)('gives the matrix of $type the radius, to 1e-10', (base) => {
    for (const [size, radius] of [
      [1, 0.5],
      [8, 0.95],
      [40, 1.1],
    ] as const) {
      const options = { type: 'spectralRadius', radius, base } as const;
      const values = draw(options, shape('recurrent', size, size), size);
      expect(Math.abs(radiusOf(values, size) - radius)).toBeLessThan(1e-10);
      expect(Math.abs(radiusBySquaring(values, size) - radius)).toBeLessThan(1e-6);
    }
  });

  test.each(bases)('is a multiple of what $type draws, which draws everything else', (base) => {
    const options = { type: 'spectralRadius', radius: 0.7, base } as const;
    const recurrent = shape('recurrent', 12, 12);
    const [values, plain] = [draw(options, recurrent, 3), draw(base, recurrent, 3)];
    const factor = values.find(Boolean)! / plain.find(Boolean)!;
    values.forEach((value, at) => {
      expect(Math.abs(value - factor * plain[at]!)).toBeLessThan(1e-12);
    });
    for (const other of [shape('input', 3, 12), shape('output', 12, 2), shape('bias', 1, 12)]) {
      expect(draw(options, other, 3)).toEqual(draw(base, other, 3));
    }
  });

  test('scales the matrix of each gate by itself', () => {
    const base = { type: 'normal', standardDeviation: 1 } as const;
    const values = draw({ type: 'spectralRadius', radius: 0.8, base }, gated('recurrent', 9, 9));
    for (let gate = 0; gate < 4; gate++) {
      expect(Math.abs(radiusOf(columnsOf(values, gate, 4, 9), 9) - 0.8)).toBeLessThan(1e-10);
    }
  });

  test('refuses a matrix that no factor gives another radius', () => {
    const options = { type: 'spectralRadius', radius: 0.9, base: { type: 'zeros' } } as const;
    expect(() => draw(options, shape('recurrent', 3, 3))).toThrow(
      'initializer spectralRadius: zeros gives layers.0.recurrent the spectral radius 0',
    );
  });
});

test('the independent radius is right where it is known', () => {
  const rotation = Float64Array.of(0.6, -0.8, 0.8, 0.6).map((value) => 0.7 * value);
  expect(radiusBySquaring(rotation, 2)).toBeCloseTo(0.7, 10);
  expect(radiusBySquaring(Float64Array.of(0.5, 100, 0, -0.25), 2)).toBeCloseTo(0.5, 9);
});
