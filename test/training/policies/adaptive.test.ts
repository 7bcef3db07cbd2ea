// Adaptive clipping against its definition, unit by unit. Against NumPy: golden/policies.test.ts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyOptions } from '../../../src/training/policies/index.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { norm, numbers, SIZE } from '../vectors.ts';
import { apply } from './chains.ts';

const adaptive = (clipping: number, epsilon = 1e-3): PolicyOptions => ({
  type: 'adaptive',
  clipping,
  epsilon,
});

/** Places of the elements of each unit: three columns of the matrix [2, 3], then the vector. */
const UNITS = [
  [0, 3],
  [1, 4],
  [2, 5],
  [6, 7, 8, 9, 10],
];

const unitOf = (values: readonly number[], unit: readonly number[]) => unit.map((i) => values[i]!);
const elements = fc.double({ min: -10, max: 10, noNaN: true });
const vector = fc.array(elements, { minLength: SIZE, maxLength: SIZE });

describe('adaptive', () => {
  test('scales each unit by its own ratio of norms and no other', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom(0.01, 0.5, 2), (gradient, weights, clipping) => {
        const expected = [...gradient];
        for (const unit of UNITS) {
          const most = clipping * Math.max(norm(unitOf(weights, unit)), 1e-3);
          const factor = Math.min(1, most / norm(unitOf(gradient, unit)));
          for (const i of unit) if (factor < 1) expected[i]! *= factor;
        }
        const step = apply([adaptive(clipping)], gradient, { parameters: weights });
        expectClose(step.gradient, expected, (i) => 1e-13 * Math.abs(expected[i]!));
        expect(step.clipped).toBe(expected.some((value, i) => value !== gradient[i]));
      }),
    );
  });

  test('lets weights at zero move by clipping times epsilon', () => {
    const zeros = new Array<number>(SIZE).fill(0);
    const { gradient } = apply([adaptive(0.5, 0.01)], numbers(1), { parameters: zeros });
    for (const unit of UNITS) expect(norm(unitOf(gradient, unit))).toBeCloseTo(0.005, 14);
  });

  test('leaves a unit alone whose norm is not finite and clips the others', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const gradient = numbers(2).map((other, i) => (i === 4 ? value : other * 100));
      const after = apply([adaptive(0.01)], gradient).gradient;
      expect(unitOf(after, UNITS[1]!)).toEqual(unitOf(gradient, UNITS[1]!));
      for (const unit of [UNITS[0]!, UNITS[2]!, UNITS[3]!]) {
        expect(norm(unitOf(after, unit))).toBeLessThan(0.1 * norm(unitOf(gradient, unit)));
      }
    }
  });

  test.each(precisions)('rounds a clipped element of %s once', (precision) => {
    const round = precision === 'f32' ? Math.fround : (x: number) => x;
    const gradient = numbers(3).map(round);
    const weights = numbers(4).map(round);
    const after = apply([adaptive(0.01)], gradient, { precision, parameters: weights }).gradient;
    for (const unit of UNITS) {
      const [g, w] = [unitOf(gradient, unit), unitOf(weights, unit)];
      const factor = (0.01 * norm(w)) / norm(g);
      for (const [n, i] of unit.entries()) expect(after[i]).toBe(round(g[n]! * factor));
    }
  });
});
