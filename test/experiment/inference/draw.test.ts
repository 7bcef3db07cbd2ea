// Draws from outputs: their shares, the likeliest alone, and what cannot be drawn from.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawKeys, drawSymbol } from '../../../src/experiment/inference/draw.ts';
import { openStream } from '../../../src/math/random.ts';

const LOG_2 = Math.LN2;

/** How often each symbol comes in 20,000 draws. */
function sharesOf(outputs: readonly number[], temperature: number, topK: number | null) {
  const stream = openStream(1, 'test');
  const counts = outputs.map(() => 0);
  for (let n = 0; n < 20_000; n++) {
    const symbol = drawSymbol(outputs, { temperature, topK }, stream);
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  }
  return counts.map((count) => count / 20_000);
}

describe('symbols', () => {
  const outputs = [0, LOG_2, 2 * LOG_2]; // odds 1 : 2 : 4

  test.each([
    ['as the outputs say', 1, null, [1 / 7, 2 / 7, 4 / 7]],
    ['bolder', 2, null, [0.2265, 0.3204, 0.4531]],
    ['more careful', 0.5, null, [1 / 21, 4 / 21, 16 / 21]],
    ['of the two likeliest', 1, 2, [0, 1 / 3, 2 / 3]],
    ['the likeliest', 1, 1, [0, 0, 1]],
    ['of more than there are', 1, 9, [1 / 7, 2 / 7, 4 / 7]],
  ] as const)('%s', (_, temperature, topK, expected) => {
    const found = sharesOf(outputs, temperature, topK);
    for (const [j, share] of expected.entries()) expect(found[j]).toBeCloseTo(share, 1.7);
  });

  test('at temperature 0 the first of the largest, without a draw', () => {
    const stream = openStream(1, 'test');
    const before = stream.state();
    expect(drawSymbol([1, 3, 3, 2], { temperature: 0, topK: null }, stream)).toBe(1);
    expect(stream.state()).toEqual(before);
  });

  test('of equal outputs the first are kept', () => {
    expect(sharesOf([1, 1, 1, 1], 1, 2).map(Boolean)).toEqual([true, true, false, false]);
  });

  test('large outputs overflow nothing', () => {
    expect(sharesOf([1e308, -1e307, 0], 1e-300, null)).toEqual([1, 0, 0]);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY]])('refuses %d', (output) => {
    const draw = () => drawSymbol([0, output], { temperature: 1, topK: null }, openStream(1, 't'));
    expect(draw).toThrow(/expected finite outputs to draw from, got/);
  });

  test('always one of the symbols, whatever the outputs', () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e308, max: 1e308 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 100, noNaN: true }), (given, temperature) => {
        const symbol = drawSymbol(given, { temperature, topK: 3 }, openStream(2, 'test'));
        expect(symbol).toBeGreaterThanOrEqual(0);
        expect(symbol).toBeLessThan(given.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('keys', () => {
  test('each by itself, with the sigmoid of its output', () => {
    const stream = openStream(3, 'test');
    const sums = [0, 0, 0];
    for (let n = 0; n < 10_000; n++) {
      for (const [j, key] of drawKeys([0, -1.0986, 40], { temperature: 1 }, stream).entries()) {
        sums[j] = (sums[j] ?? 0) + key;
      }
    }
    expect(sums[0]).toBeCloseTo(5000, -2.5);
    expect(sums[1]).toBeCloseTo(2500, -2.5);
    expect(sums[2]).toBe(10_000);
  });

  test('at temperature 0 those with a positive output', () => {
    expect(drawKeys([0.1, 0, -3, 7], { temperature: 0 }, openStream(1, 'test'))).toEqual([
      1, 0, 0, 1,
    ]);
  });
});
