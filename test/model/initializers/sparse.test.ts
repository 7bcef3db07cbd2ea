import { describe, expect, test } from 'vitest';
import { draw, gated, incomingCounts, moments, shape, WEIGHT_ROLES } from './shapes.ts';

const sparse = { type: 'sparse', nonZeroCount: 15, standardDeviation: 1 } as const;

describe('sparse', () => {
  test.each([
    [50, 40, 15, 15],
    [15, 7, 15, 15],
    [6, 50, 15, 6],
    [30, 4, 1, 1],
  ])('[%i, %i] with %i asked for has %i incoming weights a unit', (rows, columns, asked, count) => {
    for (const role of WEIGHT_ROLES) {
      const values = draw({ ...sparse, nonZeroCount: asked }, shape(role, rows, columns));
      expect(incomingCounts(values, columns)).toEqual(new Array(columns).fill(count));
    }
  });

  test('units of each gate have as many', () => {
    const values = draw(sparse, gated('recurrent', 20, 20));
    expect(incomingCounts(values, 80)).toEqual(new Array(80).fill(15));
  });

  test.each([1, 0.25])('draws them from N(0, %d²)', (standardDeviation) => {
    const values = draw({ ...sparse, standardDeviation }, shape('recurrent', 100, 1000));
    const { mean, deviation } = moments(values.filter(Boolean));
    expect(Math.abs(mean)).toBeLessThan((4 * standardDeviation) / Math.sqrt(15_000));
    expect(Math.abs(deviation / standardDeviation - 1)).toBeLessThan(4 / Math.sqrt(30_000));
  });

  test('chooses every row alike', () => {
    const outgoing = new Array<number>(20).fill(0);
    draw({ ...sparse, nonZeroCount: 5 }, shape('recurrent', 20, 2000)).forEach((value, at) => {
      if (value !== 0) outgoing[Math.floor(at / 2000)]!++;
    });
    const deviation = Math.sqrt(2000 * 0.25 * 0.75);
    for (const count of outgoing) expect(Math.abs(count - 500)).toBeLessThan(4 * deviation);
  });
});
