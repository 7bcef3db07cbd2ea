// Orthonormal rows, spectral radius, eigenvectors and singular vectors, against what is known without computing.
import { describe, expect, it } from 'vitest';
import {
  dot,
  largestSingularValue,
  orthonormalizeRows,
  rightSingularVectors,
  spectralRadius,
  symmetricEigen,
} from '../../src/math/linearAlgebra.ts';
import { expectClose } from '../helpers/close.ts';
import { drawNumbers } from '../helpers/numbers.ts';

function random(rows: number, columns: number, seed: number): Float64Array {
  return Float64Array.from(drawNumbers(seed, 'ordinary', rows * columns, 'f64'));
}

describe('orthonormalizeRows', () => {
  it.each([
    [1, 1],
    [1, 7],
    [5, 5],
    [20, 50],
    [50, 50],
  ])('makes the rows of [%d, %d] orthonormal to 1e-12', (rows, columns) => {
    const a = random(rows, columns, rows + columns);
    orthonormalizeRows(a, rows, columns);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k <= i; k++) {
        let product = 0;
        for (let j = 0; j < columns; j++) product += a[i * columns + j]! * a[k * columns + j]!;
        expectClose([product], [i === k ? 1 : 0], () => 1e-12);
      }
    }
  });

  it('keeps nearly dependent rows orthonormal', () => {
    const a = Float64Array.of(1, 1e-7, 0, 1, 0, 1e-7, 1, 0, 0);
    orthonormalizeRows(a, 3, 3);
    const dot = (i: number, k: number): number =>
      [0, 1, 2].reduce((sum, j) => sum + a[3 * i + j]! * a[3 * k + j]!, 0);
    expectClose([dot(0, 1), dot(0, 2), dot(1, 2)], [0, 0, 0], () => 1e-12);
  });

  it('keeps the first row’s direction', () => {
    const a = Float64Array.of(3, 4, 1, 0);
    orthonormalizeRows(a, 2, 2);
    expectClose(a, [0.6, 0.8, 0.8, -0.6], () => 1e-15);
  });

  it('refuses linearly dependent rows', () => {
    expect(() => orthonormalizeRows(Float64Array.of(1, 2, 0, 0), 2, 2)).toThrow(
      'orthonormalizeRows: the rows are linearly dependent',
    );
    expect(() => orthonormalizeRows(Float64Array.of(NaN, 2, 1, 0), 2, 2)).toThrow(RangeError);
  });
});

describe('spectralRadius', () => {
  it.each([
    ['one number', [-3], 3],
    ['a diagonal', [1, 0, 0, -2], 2],
    ['a rotation by 90 degrees', [0, -1, 1, 0], 1],
    ['a nilpotent matrix', [0, 5, 0, 0], 0],
    ['a triangle, whose norm is far larger', [0.5, 100, 0, 0.25], 0.5],
    ['the golden ratio', [1, 1, 1, 0], (1 + Math.sqrt(5)) / 2],
    ['a pair of complex eigenvalues and a real one', [0, -2, 0, 2, 0, 0, 0, 0, 1.5], 2],
    ['a permutation', [0, 1, 0, 0, 0, 1, 1, 0, 0], 1],
  ])('of %s', (_name, values, radius) => {
    const size = Math.sqrt(values.length);
    expectClose(
      [spectralRadius(Float64Array.from(values), size)],
      [radius],
      () => 1e-12 * (1 + radius),
    );
  });

  it('of an orthogonal matrix times a factor is the factor', () => {
    const a = random(30, 30, 3);
    orthonormalizeRows(a, 30, 30);
    expectClose(
      [
        spectralRadius(
          a.map((x) => 0.95 * x),
          30,
        ),
      ],
      [0.95],
      () => 1e-12,
    );
  });
});

describe('symmetricEigen', () => {
  it.each([
    ['one number', [-3], [-3]],
    ['a diagonal', [1, 0, 0, 0, -2, 0, 0, 0, 5], [5, 1, -2]],
    ['a reflection', [0, 1, 1, 0], [1, -1]],
    ['ones', new Array<number>(9).fill(1), [3, 0, 0]],
    ['zeros', new Array<number>(4).fill(0), [0, 0]],
    [
      'the second difference, 2 − 2·cos(kπ/4)',
      [2, -1, 0, -1, 2, -1, 0, -1, 2],
      [2 + Math.SQRT2, 2, 2 - Math.SQRT2],
    ],
  ])('of %s has its eigenvalues in descending order', (_name, values, expected) => {
    const { values: found } = symmetricEigen(Float64Array.from(values), expected.length);
    expectClose(found, expected, () => 1e-14);
  });

  it.each([1, 2, 7, 30])('of a random matrix of size %d has vectors that it scales', (size) => {
    const draws = random(size, size, size);
    const a = draws.map((_, k) => draws[k]! + draws[(k % size) * size + Math.floor(k / size)]!);
    const { values, vectors } = symmetricEigen(a, size);
    const row = (of: Float64Array, i: number) => of.subarray(i * size, (i + 1) * size);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const [v, w] = [row(vectors, i), row(vectors, k)];
        expectClose([dot(row(a, k), v)], [values[i]! * v[k]!], () => 1e-13 * size);
        expectClose([dot(v, w)], [i === k ? 1 : 0], () => 1e-13);
      }
    }
  });
});

describe('rightSingularVectors', () => {
  it('of orthogonal rows are the rows, the longest first, each mostly positive', () => {
    const a = Float64Array.of(1, 2, 0, 0, 0, 0, -3, -4, 0, 0, 0, 0);
    const { fractions, vectors } = rightSingularVectors(a, 3, 4, 3);
    expectClose(fractions, [25 / 30, 5 / 30, 0], () => 1e-15);
    expect(vectors).toHaveLength(2);
    expectClose(vectors[0]!, [0, 0, 0.6, 0.8], () => 1e-15);
    expectClose(vectors[1]!, [1 / Math.sqrt(5), 2 / Math.sqrt(5), 0, 0], () => 1e-15);
  });

  it('give back a matrix of low rank: what they leave over is rounding', () => {
    const [rows, columns, rank] = [12, 50, 3];
    const [left, right] = [random(rows, rank, 1), random(rank, columns, 2)];
    const a = Float64Array.from({ length: rows * columns }, (_, n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      return [0, 1, 2].reduce((sum, k) => sum + left[i * rank + k]! * right[k * columns + j]!, 0);
    });
    const { fractions, vectors } = rightSingularVectors(a, rows, columns, 5);
    expect(vectors).toHaveLength(rank);
    expect([...fractions].filter((share) => share > 0)).toHaveLength(rank);
    for (let i = 0; i < rows; i++) {
      const row = a.slice(i * columns, (i + 1) * columns);
      const rest = vectors.reduce((left, v) => {
        const along = dot(row, v);
        return left.map((x, j) => x - along * v[j]!);
      }, row);
      expectClose(rest, new Float64Array(columns), () => 1e-12);
    }
  });

  it('make the first of elements of equal modulus positive', () => {
    const { vectors } = rightSingularVectors(Float64Array.of(-1, 1), 1, 2, 1);
    expectClose(vectors[0]!, [Math.SQRT1_2, -Math.SQRT1_2], () => 1e-15);
  });

  it('do not overflow, and are none of zeros', () => {
    const { fractions, vectors } = rightSingularVectors(Float64Array.of(3e300, 4e300), 1, 2, 1);
    expectClose(fractions, [1]);
    expectClose(vectors[0]!, [0.6, 0.8], () => 1e-15);
    expect(rightSingularVectors(new Float64Array(6), 2, 3, 2)).toEqual({
      fractions: new Float64Array(2),
      vectors: [],
    });
  });
});

describe('largestSingularValue', () => {
  it.each([
    [1, 1],
    [3, 8],
    [8, 3],
    [20, 20],
  ])(
    'of [%d, %d] is the length of the longest A·v, reached along a singular vector',
    (rows, columns) => {
      const a = random(rows, columns, rows + 2 * columns);
      const found = largestSingularValue(a, rows, columns);
      const lengthOf = (v: Float64Array) => {
        const image = Float64Array.from({ length: rows }, (_, i) =>
          dot(a.subarray(i * columns, (i + 1) * columns), v),
        );
        return Math.sqrt(dot(image, image));
      };
      const [v = new Float64Array()] = rightSingularVectors(a, rows, columns, 1).vectors;
      expectClose([lengthOf(v)], [found], () => 1e-12 * found);
      for (let seed = 0; seed < 20; seed++) {
        const u = random(1, columns, 100 + seed);
        expect(lengthOf(u) / Math.sqrt(dot(u, u))).toBeLessThanOrEqual(found * (1 + 1e-12));
      }
    },
  );

  it('of a matrix of zeros is 0, of a huge one finite', () => {
    expect(largestSingularValue(new Float64Array(6), 2, 3)).toBe(0);
    expectClose([largestSingularValue(Float64Array.of(3e200, 4e200), 1, 2)], [5e200], () => 1e186);
  });
});
