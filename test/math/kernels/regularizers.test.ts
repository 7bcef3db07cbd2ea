// Rows of Ω, norms drawn together, sums of scaled vectors: equal bits everywhere, and right by plain
// formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filling,
  matrix,
  round,
  size,
  unitRoundoff,
  zeroMatrix,
} from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { type Content, runEverywhere } from '../../helpers/scene.ts';

/** ‖d‖² from which a row is active. */
const LEAST = 1e-20;

const rowsOf = ({ values, rows, columns }: Content): number[][] =>
  Array.from({ length: rows }, (_, n) => values.slice(n * columns, (n + 1) * columns));
const square = (row: readonly number[]): number => row.reduce((sum, x) => sum + x * x, 0);
const norm = (row: readonly number[]): number => Math.sqrt(square(row));

/** The matrix with every third row at zero, from a first one on. */
function withZeroRows(content: Content, first: number): Content {
  const { columns } = content;
  return {
    ...content,
    values: content.values.map((x, i) => (Math.floor(i / columns) % 3 === first ? 0 : x)),
  };
}

/** The int32 that a kernel left in the first element of a matrix. */
function integerIn(value: number, precision: 'f32' | 'f64'): number {
  const bytes = precision === 'f32' ? Float32Array.of(value) : Float64Array.of(value);
  return new Int32Array(bytes.buffer)[0]!;
}

describe.each(precisions)('regularizer kernels, %s', (precision) => {
  /** Room for f64 numbers. */
  const doubles = (count: number): Content =>
    zeroMatrix(1, precision === 'f32' ? 2 * count : count);
  const unit = unitRoundoff[precision];

  it('add a scaled vector', () => {
    const factors = fc.constantFrom(0, 1, -0.3, 1e-30, 1e20);
    fc.assert(
      fc.property(size(9), size(), filling, factors, (rows, columns, fill, factor) => {
        const a = matrix(rows, columns, fill, precision, 1);
        const b = matrix(rows, columns, fill, precision, 2);
        const after = runEverywhere(
          precision,
          { matrices: { a, b }, targets: ['a'] },
          (kernels, at) => {
            kernels.addScaled(at.a.address, at.b.address, at.a.byteLength, factor);
          },
        );
        const to = round[precision];
        expectClose(
          after.values('a'),
          a.values.map((x, i) => to(x + to(b.values[i]! * to(factor)))),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('square rows as vectors are squared', () => {
    fc.assert(
      fc.property(size(13), size(), filling, (rows, columns, fill) => {
        const x = matrix(rows, columns, fill, precision, 1);
        const after = runEverywhere(
          precision,
          { matrices: { x, squares: doubles(rows) }, targets: ['squares'] },
          (kernels, at) => {
            kernels.rowSquares(at.squares.address, at.x.address, at.x.row, rows);
            return kernels.sumSquares(at.x.address + (rows - 1) * at.x.row, at.x.row);
          },
        );
        if (precision === 'f64') {
          const found = after.values('squares').slice(0, rows);
          expect(found.at(-1)).toBe(after.returned);
          if (fill.palette === 'ordinary') {
            expectClose(found, rowsOf(x).map(square), (n) => 1e-14 * square(rowsOf(x)[n]!));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['squared norms', 1],
    ['norms', 0],
  ])('scale rows by the derivative of their ratio of %s', (_, squared) => {
    fc.assert(
      fc.property(size(13), size(), filling, fc.boolean(), (rows, columns, fill, inPlace) => {
        const v = withZeroRows(matrix(rows, columns, fill, precision, 1), 1);
        const d = withZeroRows(matrix(rows, columns, fill, precision, 2), 2);
        const target = matrix(rows, columns, fill, precision, 3);
        const count = zeroMatrix(1, 1);
        const after = runEverywhere(
          precision,
          {
            matrices: { v, d, target, count, vSquares: doubles(rows), dSquares: doubles(rows) },
            targets: [inPlace ? 'v' : 'target', 'count', 'vSquares', 'dSquares'],
          },
          (kernels, at) => {
            const to = inPlace ? at.v : at.target;
            const { row } = at.v;
            kernels.rowSquares(at.vSquares.address, at.v.address, row, rows);
            kernels.rowSquares(at.dSquares.address, at.d.address, row, rows);
            return kernels.omegaRows(
              to.address,
              at.v.address,
              row,
              at.vSquares.address,
              at.dSquares.address,
              rows,
              columns,
              squared,
              LEAST,
              at.count.address,
            );
          },
        );
        const pairs = rowsOf(v).map((row, n) => [row, rowsOf(d)[n]!] as const);
        const active = pairs.filter(([, e]) => !(square(e) < LEAST));
        expect(integerIn(after.values('count')[0]!, precision)).toBe(active.length);
        if (fill.palette !== 'ordinary') return;
        const power = squared ? 2 : 1;
        const excesses = active.map(([x, e]) => (norm(x) / norm(e)) ** power - 1);
        const expected = excesses.reduce((sum, x) => sum + x * x, 0);
        expectClose([after.returned], [expected], () => 1e-11 * expected);
        const factors = pairs.map(([x, e]) => {
          if (square(e) < LEAST) return 0;
          const r = norm(x) / norm(e);
          if (squared) return (4 * (r * r - 1)) / square(e);
          return norm(x) === 0 ? 0 : (2 * (r - 1)) / (norm(x) * norm(e));
        });
        const scaled = pairs.flatMap(([x], n) => x.map((value) => value * factors[n]!));
        // Where r is near 1 the factor is a difference of near numbers.
        const bounds = pairs.flatMap(([x, e], n) => {
          const slack = 1e-13 / (square(e) || 1) / (squared ? 1 : norm(x) / norm(e) || 1);
          // Both sum squares in f64, in another order, and divide by them.
          const factorUnits = 2 * (columns + 4) * unitRoundoff.f64;
          const relative = 2 * unit + factorUnits;
          return x.map((value) => Math.abs(value) * (relative * Math.abs(factors[n]!) + slack));
        });
        expectClose(after.values(inPlace ? 'v' : 'target'), scaled, (i) => bounds[i]!);
      }),
      { numRuns: 250 },
    );
  });

  it('counts a row as active from the least squared norm on', () => {
    const tiny = [0.99e-10, 1.01e-10, 0].map(round[precision]);
    const d = { rows: 3, columns: 1, values: tiny };
    const v = { rows: 3, columns: 1, values: [0, 0, 1] };
    const squares = { vSquares: doubles(3), dSquares: doubles(3) };
    const matrices = { v, d, count: zeroMatrix(1, 1), ...squares };
    const after = runEverywhere(
      precision,
      { matrices, targets: ['v', 'count', 'vSquares', 'dSquares'] },
      (kernels, at) => {
        kernels.rowSquares(at.vSquares.address, at.v.address, at.v.row, 3);
        kernels.rowSquares(at.dSquares.address, at.d.address, at.d.row, 3);
        return kernels.omegaRows(
          at.v.address,
          at.v.address,
          at.v.row,
          at.vSquares.address,
          at.dSquares.address,
          3,
          1,
          1,
          LEAST,
          at.count.address,
        );
      },
    );
    expect(after.returned).toBe(1); // v = 0, so r = 0
    expect(integerIn(after.values('count')[0]!, precision)).toBe(1);
    expectClose(after.values('v'), [0, 0, 0]);
  });

  it('draw the norms of neighbouring states together', () => {
    fc.assert(
      fc.property(
        size(6),
        size(4),
        size(),
        filling,
        fc.constantFrom(0, 0.3, 2),
        (T, B, columns, fill, scale) => {
          const h = withZeroRows(matrix((T + 1) * B, columns, fill, precision, 1), 0);
          const dh = matrix((T + 1) * B, columns, fill, precision, 2);
          const after = runEverywhere(
            precision,
            { matrices: { h, dh }, targets: ['dh'] },
            (kernels, at) =>
              kernels.stabilizeNorms(at.dh.address, at.h.address, at.h.row, T, B, columns, scale),
          );
          if (fill.palette !== 'ordinary') return;
          const norms = rowsOf(h).map(norm);
          let sum = 0;
          for (let n = B; n < norms.length; n++) sum += (norms[n]! - norms[n - B]!) ** 2;
          expectClose([after.returned], [sum], () => 1e-12 * sum);
          const expected = rowsOf(h).flatMap((row, n) => {
            const before = n < B ? 0 : norms[n]! - norms[n - B]!;
            const next = n < T * B ? norms[n + B]! - norms[n]! : 0;
            return row.map((x, j) => {
              const pull = norms[n] === 0 ? 0 : (scale * (before - next) * x) / norms[n]!;
              return dh.values[n * columns + j]! + pull;
            });
          });
          expectClose(after.values('dh'), expected, () => 64 * unit);
        },
      ),
      { numRuns: 150 },
    );
  });
});
