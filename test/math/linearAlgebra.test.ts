// Orthonormal rows and spectral radius, against what is known without computing.
import { describe, expect, it } from 'vitest';
import { orthonormalizeRows, spectralRadius } from '../../src/math/linearAlgebra.ts';
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
