import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/math/random.ts';
import { smartTanh } from '../../../src/model/initializers/pascanu2013.ts';
import { identity, orthogonal } from '../../../src/model/initializers/structured.ts';
import { radiusBySquaring } from './radiusBySquaring.ts';
import { incomingCounts, shape } from './shapes.ts';

const stream = (seed: number) => openStream(seed, 'init');

/** Largest |Q·Qᵀ − scale·I| over rows, or |QᵀQ − scale·I| over columns. */
function worstProduct(
  values: Float64Array,
  [rows, columns]: readonly [number, number],
  over: 'rows' | 'columns',
  scale: number,
): number {
  const count = over === 'rows' ? rows : columns;
  const terms = over === 'rows' ? columns : rows;
  const at = (i: number, k: number) => values[over === 'rows' ? i * columns + k : k * columns + i]!;
  let worst = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < terms; k++) sum += at(i, k) * at(j, k);
      worst = Math.max(worst, Math.abs(sum - (i === j ? scale : 0)));
    }
  }
  return worst;
}

describe('orthogonal', () => {
  test.each([
    [50, 50, 'rows'],
    [50, 50, 'columns'],
    [6, 50, 'rows'],
    [50, 4, 'columns'],
    [1, 5, 'rows'],
    [5, 1, 'columns'],
  ] as const)('a [%i, %i] matrix has orthonormal %s', (rows, columns, over) => {
    const values = orthogonal.values(
      { type: 'orthogonal', gain: 1 },
      shape('recurrent', rows, columns),
      stream(1),
    );
    expect(worstProduct(values, [rows, columns], over, 1)).toBeLessThan(1e-12);
  });

  test.each([
    [30, 4, 'columns'],
    [4, 30, 'rows'],
    [20, 20, 'rows'],
  ] as const)('gain scales a [%i, %i] matrix', (rows, columns, over) => {
    const options = { type: 'orthogonal', gain: 1.5 } as const;
    const values = orthogonal.values(options, shape('output', rows, columns), stream(1));
    expect(worstProduct(values, [rows, columns], over, 2.25)).toBeLessThan(1e-12);
  });

  test('signs are not fixed: diagonals of many matrices are positive as often as negative', () => {
    let positive = 0;
    for (let seed = 0; seed < 200; seed++) {
      const options = { type: 'orthogonal', gain: 1 } as const;
      const values = orthogonal.values(options, shape('recurrent', 3, 3), stream(seed));
      positive += [0, 4, 8].filter((at) => values[at]! > 0).length;
    }
    expect(Math.abs(positive - 300)).toBeLessThan(4 * Math.sqrt(150));
  });
});

describe('identity', () => {
  test.each([1, 0.5, 0])('Whh is %d times the identity', (scale) => {
    const values = identity.values(
      { type: 'identity', scale },
      shape('recurrent', 4, 4),
      stream(1),
    );
    expect([...values]).toEqual(
      Array.from({ length: 16 }, (_, at) => (Math.floor(at / 4) === at % 4 ? scale : 0)),
    );
  });
});

describe('smartTanh', () => {
  const draw = (size: number, nonZeroCount: number, spectralRadius: number, seed: number) =>
    smartTanh.values(
      { type: 'smartTanh', spectralRadius, nonZeroCount },
      shape('recurrent', size, size),
      stream(seed),
    );

  test.each([
    [50, 15, 15],
    [100, 15, 15],
    [10, 15, 10],
    [20, 1, 1],
  ])('of %i units each has, of %i asked for, %i incoming weights', (size, asked, expected) => {
    expect(incomingCounts(draw(size, asked, 0.95, 3), size)).toEqual(
      new Array(size).fill(expected),
    );
  });

  test('incoming weights come from every unit alike', () => {
    const outgoing = new Float64Array(20);
    for (let seed = 0; seed < 100; seed++) {
      draw(20, 5, 0.95, seed).forEach((value, at) => {
        if (value !== 0) outgoing[Math.floor(at / 20)]!++;
      });
    }
    const deviation = Math.sqrt(2000 * 0.25 * 0.75);
    for (const count of outgoing) expect(Math.abs(count - 500)).toBeLessThan(4 * deviation);
  });

  test.each([1, 2, 3, 4])('has the spectral radius asked for, seed %i', (seed) => {
    expect(Math.abs(radiusBySquaring(draw(50, 15, 0.95, seed), 50) - 0.95)).toBeLessThan(1e-6);
    expect(Math.abs(radiusBySquaring(draw(30, 15, 1.1, seed), 30) - 1.1)).toBeLessThan(1e-6);
  });
});
