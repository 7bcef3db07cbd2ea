import { describe, expect, test } from 'vitest';
import { classRule } from '../../src/tasks/classRule.ts';
import { temporalOrder } from '../../src/tasks/temporalOrder.ts';
import { batchFor } from './batches.ts';

const batch = batchFor(temporalOrder.create({ type: 'temporalOrder', length: 20 }), 3);
batch.classes.set([0, 1, 2]);

/** Logits whose softmax gives these probabilities. */
const logits = (...probabilities: number[]) => probabilities.map((p) => Math.log(p) + 3);

describe('largestOutput', () => {
  const isWrong = classRule(3);

  test('asks no more than that the class comes first', () => {
    expect(isWrong([0.4, 0.39, 0.38], 0, batch, 0)).toBe(false);
    expect(isWrong([0.4, 0.39, 0.38], 0, batch, 1)).toBe(true);
  });
});

describe('withinThreeTenths', () => {
  const isWrong = classRule(3, 'withinThreeTenths');

  test('asks every probability to be within .3 of its target', () => {
    expect(isWrong(logits(0.71, 0.2, 0.09), 0, batch, 0)).toBe(false);
    expect(isWrong(logits(0.69, 0.3, 0.01), 0, batch, 0)).toBe(true);
    expect(isWrong(logits(0.2, 0.71, 0.09), 0, batch, 1)).toBe(false);
    expect(isWrong(logits(0.9, 0.05, 0.05), 0, batch, 2)).toBe(true);
  });

  test('agrees with the rule spelled out output by output', () => {
    for (let i = 0; i < 300; i++) {
      const z = [Math.sin(i) * 3, Math.cos(3 * i) * 3, Math.sin(7 * i) * 3];
      const sum = z.reduce((total, one) => total + Math.exp(one), 0);
      for (const row of [0, 1, 2]) {
        const within = z.every(
          (one, j) => Math.abs(Math.exp(one) / sum - (j === row ? 1 : 0)) <= 0.3 + 1e-12,
        );
        expect(isWrong(z, 0, batch, row)).toBe(!within);
      }
    }
  });

  test('takes outputs that are not finite or huge for what they are', () => {
    expect(isWrong([1000, 0, 0], 0, batch, 0)).toBe(false);
    expect(isWrong([Number.NaN, 0, 0], 0, batch, 0)).toBe(true);
    expect(isWrong([9, 1000, 0, 0], 1, batch, 0)).toBe(false);
  });
});
