import { describe, expect, test } from 'vitest';
import { isChronoBias } from '../../../src/model/initializers/chrono.ts';
import type { ParameterShape } from '../../../src/model/initializers/initializer.ts';
import { columnsOf, draw, gated, shape, WEIGHT_ROLES } from './shapes.ts';

const base = { type: 'normal', standardDeviation: 0.1 } as const;
const chrono = { type: 'chrono', longest: 80, base } as const;

const gateOf = (values: Float64Array, gate: number, count = 4) => columnsOf(values, gate, count, 1);

/** Largest distance between the distribution of values and U[low, high] (Kolmogorov–Smirnov). */
function distanceFromUniform(values: Float64Array, low: number, high: number): number {
  return values
    .slice()
    .sort()
    .reduce((largest, value, at) => {
      const expected = (value - low) / (high - low);
      const [below, above] = [at / values.length, (at + 1) / values.length];
      return Math.max(largest, Math.abs(expected - below), Math.abs(expected - above));
    }, 0);
}

function gruBias(width: number): ParameterShape {
  return { ...shape('bias', 1, 3 * width), gates: ['r', 'z', 'n'], hiddenSize: width };
}

describe('chrono', () => {
  test.each([3, 80, 1000])('LSTM: exp(b_f) is uniform in [1, T - 1], T = %i', (longest) => {
    const values = draw({ ...chrono, longest }, gated('bias', 1, 4000));
    const memories = gateOf(values, 1).map(Math.exp);
    // 1.95/√n: one in a thousand seeds would be further away.
    expect(distanceFromUniform(memories, 1, longest - 1)).toBeLessThan(1.95 / Math.sqrt(4000));
    expect(Math.min(...memories)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...memories)).toBeLessThan(longest - 1 + 1e-9);
  });

  test('LSTM: b_i is -b_f to the bit, other gates are as the base has them', () => {
    const values = draw(chrono, gated('bias', 1, 50));
    expect(gateOf(values, 0)).toEqual(gateOf(values, 1).map((value) => -value));
    expect(gateOf(values, 2)).toEqual(new Float64Array(50));
    expect(gateOf(values, 3)).toEqual(new Float64Array(50));
    expect(new Set(gateOf(values, 1)).size).toBe(50);
  });

  test('GRU: exp(b_z) is uniform in [1, T - 1], other gates are as the base has them', () => {
    const values = draw(chrono, gruBias(4000));
    const memories = gateOf(values, 1, 3).map(Math.exp);
    expect(distanceFromUniform(memories, 1, 79)).toBeLessThan(1.95 / Math.sqrt(4000));
    expect(gateOf(values, 0, 3)).toEqual(new Float64Array(4000));
    expect(gateOf(values, 2, 3)).toEqual(new Float64Array(4000));
  });

  test('wins over where gates start; where it says nothing they start there', () => {
    const parameter = { ...gated('bias', 1, 6), gateStart: { f: 1, o: 0.5 } };
    const values = draw(chrono, parameter);
    expect(values).not.toEqual(draw(chrono, gated('bias', 1, 6)));
    expect(gateOf(values, 1)).toEqual(gateOf(draw(chrono, gated('bias', 1, 6)), 1));
    expect(gateOf(values, 3)).toEqual(new Float64Array(6).fill(0.5));
  });

  test('keeps biases of the base for other gates', () => {
    const options = { ...chrono, base: { type: 'uniformByHiddenSize' } } as const;
    const values = draw(options, gated('bias', 1, 6));
    const plain = draw({ type: 'uniformByHiddenSize' }, gated('bias', 1, 6));
    expect(gateOf(values, 2)).toEqual(gateOf(plain, 2));
    expect(gateOf(values, 1)).not.toEqual(gateOf(plain, 1));
  });

  test('leaves weights, initial states and biases without gates to the base', () => {
    const others = [
      ...WEIGHT_ROLES.map((role) => gated(role, 5, 5)),
      shape('initialState', 1, 5),
      shape('bias', 1, 5),
    ];
    for (const parameter of others) {
      expect(draw(chrono, parameter)).toEqual(draw(base, parameter));
      expect(isChronoBias(parameter)).toBe(false);
    }
    expect(isChronoBias(gated('bias', 1, 5))).toBe(true);
    expect(isChronoBias(gruBias(5))).toBe(true);
  });

  test('draws the same from one seed and other biases from another', () => {
    const parameter = gated('bias', 1, 6);
    expect(draw(chrono, parameter, 4)).toEqual(draw(chrono, parameter, 4));
    expect(draw(chrono, parameter, 4)).not.toEqual(draw(chrono, parameter, 5));
  });
});
