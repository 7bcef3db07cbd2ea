// What must hold of the elementary functions beside their errors: special values, symmetry, ranges,
// order, and Gaussian draws that look Gaussian.

import { describe, expect, it } from 'vitest';
import {
  cos,
  elementary32,
  elementary64,
  gaussianPair,
  sin,
} from '../../../src/math/elementary/index.ts';

const precisions = [
  {
    name: 'f32',
    functions: elementary32,
    tiny: 2 ** -149,
    steps: 300_000,
    round: Math.fround,
    step: 2 ** -23,
  },
  {
    name: 'f64',
    functions: elementary64,
    tiny: 2 ** -1074,
    steps: 300_000,
    round: Number,
    step: 2 ** -52,
  },
] as const;

describe.each(precisions)(
  '$name',
  ({ functions: { exp, tanh, sigmoid, log }, tiny, steps, round, step }) => {
    it('exp is exact at 0, overflows to Infinity and underflows gradually', () => {
      expect(exp(0)).toBe(1);
      expect(exp(-0)).toBe(1);
      expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
      expect(exp(1e30)).toBe(Number.POSITIVE_INFINITY);
      expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
      expect(exp(round(Math.log(tiny)))).toBe(tiny);
      expect(exp(Number.NaN)).toBeNaN();
    });

    it('tanh keeps the sign of zero, subnormals and the bounds', () => {
      expect(tanh(0)).toBe(0);
      expect(tanh(-0)).toBe(-0);
      for (const x of [tiny, -tiny, 5 * tiny, 2 ** -100]) expect(tanh(x)).toBe(x);
      expect(tanh(Number.POSITIVE_INFINITY)).toBe(1);
      expect(tanh(Number.NEGATIVE_INFINITY)).toBe(-1);
      expect(tanh(Number.NaN)).toBeNaN();
    });

    it('sigmoid is ½ at 0, reaches 0 and 1, and keeps its left tail', () => {
      expect(sigmoid(0)).toBe(0.5);
      expect(sigmoid(Number.POSITIVE_INFINITY)).toBe(1);
      expect(sigmoid(Number.NEGATIVE_INFINITY)).toBe(0);
      expect(sigmoid(-80)).toBe(exp(-80));
      expect(sigmoid(round(Math.log(tiny)))).toBe(tiny);
      expect(sigmoid(Number.NaN)).toBeNaN();
    });

    it('log has a pole at 0, is exact at 1 and reads subnormals', () => {
      expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
      expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
      expect(log(-1)).toBeNaN();
      expect(log(-tiny)).toBeNaN();
      expect(log(1)).toBe(0);
      expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
      expect(log(tiny)).toBe(round(Math.log(tiny)));
      expect(log(Number.NaN)).toBeNaN();
    });

    it('tanh is odd, within [−1, 1], and falls by two ulp at most', () => {
      let before = 0;
      for (let i = 0; i <= steps; i++) {
        const x = round((i / steps) * 20);
        const y = tanh(x);
        if (tanh(-x) !== -y || y > 1 || y < before * (1 - 2 * step)) {
          expect({ x, y, before }).toBeNull();
        }
        before = y;
      }
      expect(before).toBe(1);
    });
  },
);

describe('sin and cos', () => {
  it('are exact at zero and odd and even', () => {
    expect(sin(0)).toBe(0);
    expect(sin(-0)).toBe(-0);
    expect(cos(0)).toBe(1);
    for (const x of [1e-300, 0.3, 2, 5, 1000]) {
      expect(sin(-x)).toBe(-sin(x));
      expect(cos(-x)).toBe(cos(x));
    }
  });

  it('refuse angles beyond 1024 with NaN', () => {
    for (const x of [1024.1, -1024.1, 1e300, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(sin(x)).toBeNaN();
      expect(cos(x)).toBeNaN();
    }
  });
});

describe('gaussianPair', () => {
  it('is finite at the ends of the uniform range', () => {
    const pair = new Float64Array(4);
    gaussianPair(0, 0.3, pair);
    expect(pair.every((z) => z === 0)).toBe(true);
    gaussianPair(1 - 2 ** -53, 0, pair, 2);
    expect(pair[2]).toBeCloseTo(8.57, 2);
    expect(pair[3]).toBe(0);
  });

  it('agrees with the textbook formula', () => {
    const pair = new Float64Array(2);
    for (let i = 0; i < 64; i++) {
      const u1 = (i + 0.5) / 64;
      const u2 = ((i * 37) % 64) / 64;
      gaussianPair(u1, u2, pair);
      const radius = Math.sqrt(-2 * Math.log(1 - u1));
      expect(pair[0]).toBeCloseTo(radius * Math.cos(2 * Math.PI * u2), 13);
      expect(pair[1]).toBeCloseTo(radius * Math.sin(2 * Math.PI * u2), 13);
    }
  });

  it('has the moments of the standard normal over an even grid', () => {
    const side = 400;
    const pair = new Float64Array(2);
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < side * side; i++) {
      gaussianPair((Math.floor(i / side) + 0.5) / side, ((i % side) + 0.5) / side, pair);
      for (const z of pair)
        for (let k = 0; k < 4; k++) moments[k]! += z ** (k + 1) / (2 * side * side);
    }
    expect(moments[0]).toBeCloseTo(0, 10);
    expect(moments[1]).toBeCloseTo(1, 2);
    expect(moments[2]).toBeCloseTo(0, 10);
    expect(moments[3]! / 3).toBeCloseTo(1, 1);
  });
});
