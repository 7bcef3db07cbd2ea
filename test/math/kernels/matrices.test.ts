// Products, gathers, scatters and sums of rows: equal bits everywhere, and right by plain formulas.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { ELEMENT_BYTES, type Precision } from '../../../src/math/kernels.ts';
import {
  filling,
  matrix,
  round,
  size,
  unitRoundoff,
  wholeNumbers,
  zeroMatrix,
} from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import type { Palette } from '../../helpers/numbers.ts';
import { type Aftermath, runEverywhere } from '../../helpers/scene.ts';

interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposed: boolean;
  readonly accumulate: number;
  readonly fill: { readonly seed: number; readonly palette: Palette };
}

const products = (m: number, n: number, k: number): fc.Arbitrary<Product> =>
  fc.record({
    m: size(m),
    n: size(n),
    k: size(k),
    transposed: fc.boolean(),
    accumulate: fc.constantFrom(0, 1),
    fill: filling,
  });

function multiply(
  precision: Precision,
  { m, n, k, transposed, accumulate, fill }: Product,
): { contents: Record<'a' | 'b' | 'c', readonly number[]>; after: Aftermath<'a' | 'b' | 'c'> } {
  const matrices = {
    a: transposed ? matrix(k, m, fill, precision, 1) : matrix(m, k, fill, precision, 1),
    b: matrix(k, n, fill, precision, 2),
    c: matrix(m, n, fill, precision, 3),
  };
  const element = ELEMENT_BYTES[precision];
  const after = runEverywhere(precision, { matrices, targets: ['c'] }, (kernels, { a, b, c }) => {
    const [aRow, aColumn] = transposed ? [element, a.row] : [a.row, element];
    kernels.matmul(
      c.address,
      c.row,
      a.address,
      aRow,
      aColumn,
      b.address,
      b.row,
      m,
      n,
      k,
      accumulate,
    );
  });
  const { a, b, c } = matrices;
  return { contents: { a: a.values, b: b.values, c: c.values }, after };
}

/** Bound of any summation order: (k + 1) roundings of the sum of magnitudes. */
function expectProduct(precision: Precision, product: Product): void {
  const { m, n, k, transposed, accumulate } = product;
  const { contents, after } = multiply(precision, product);
  const { a, b, c } = contents;
  const bounds: number[] = [];
  const expected: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = accumulate ? c[i * n + j]! : 0;
      let magnitude = Math.abs(sum);
      for (let l = 0; l < k; l++) {
        const term = (transposed ? a[l * m + i]! : a[i * k + l]!) * b[l * n + j]!;
        sum += term;
        magnitude += Math.abs(term);
      }
      expected.push(sum);
      bounds.push(2 * (k + 2) * unitRoundoff[precision] * magnitude);
    }
  }
  expectClose(after.values('c'), expected, (i) => bounds[i]!);
}

describe.each(precisions)('matrix kernels, %s', (precision) => {
  it('multiply with the same bits in every shape, transposed or not, added or set', () => {
    fc.assert(
      fc.property(products(40, 40, 40), (product) => {
        multiply(precision, product);
      }),
      { numRuns: 300 },
    );
  });

  it('multiply with the same bits where rows and terms come in several blocks', () => {
    fc.assert(
      fc.property(products(150, 40, 600), (product) => {
        multiply(precision, product);
      }),
      { numRuns: 30 },
    );
  });

  it('multiply as the definition says', () => {
    const ordinary = fc.record({ seed: fc.nat(), palette: fc.constant<Palette>('ordinary') });
    const product = products(20, 20, 200).chain((one) =>
      ordinary.map((fill) => ({ ...one, fill })),
    );
    fc.assert(
      fc.property(product, (one) => expectProduct(precision, one)),
      { numRuns: 50 },
    );
  });

  it('transpose', () => {
    fc.assert(
      fc.property(size(), size(), filling, (rows, columns, fill) => {
        const matrices = {
          a: matrix(rows, columns, fill, precision, 1),
          t: matrix(columns, rows, fill, precision, 2),
        };
        const after = runEverywhere(precision, { matrices, targets: ['t'] }, (kernels, { a, t }) =>
          kernels.transpose(t.address, t.row, a.address, a.row, rows, columns),
        );
        const expected = matrices.t.values.map(
          (_, at) => matrices.a.values[(at % rows) * columns + Math.floor(at / rows)]!,
        );
        expectClose(after.values('t'), expected);
      }),
    );
  });

  it('copy one row into all rows', () => {
    fc.assert(
      fc.property(size(), size(), filling, (rows, columns, fill) => {
        const matrices = {
          source: matrix(1, columns, fill, precision, 1),
          c: matrix(rows, columns, fill, precision, 2),
        };
        const after = runEverywhere(
          precision,
          { matrices, targets: ['c'] },
          (kernels, { source, c }) => kernels.fillRows(c.address, c.row, source.address, rows),
        );
        const { values } = matrices.source;
        expectClose(
          after.values('c'),
          matrices.c.values.map((_, at) => values[at % columns]!),
        );
      }),
    );
  });

  it('gather rows of a table, with and without a bias', () => {
    fc.assert(
      fc.property(
        size(),
        size(),
        size(12),
        fc.boolean(),
        filling,
        (rows, columns, symbols, withBias, fill) => {
          const indices = wholeNumbers(rows, symbols, fill.seed);
          const matrices = {
            table: matrix(symbols, columns, fill, precision, 1),
            bias: matrix(1, columns, fill, precision, 2),
            c: matrix(rows, columns, fill, precision, 3),
          };
          const after = runEverywhere(
            precision,
            { matrices, indices, targets: ['c'] },
            (kernels, { table, bias, c }, at) => {
              const address = withBias ? bias.address : 0;
              kernels.gatherRows(c.address, c.row, table.address, address, at, rows);
            },
          );
          const expected = matrices.c.values.map((_, at) => {
            const j = at % columns;
            const value = matrices.table.values[indices[Math.floor(at / columns)]! * columns + j]!;
            return withBias ? round[precision](value + matrices.bias.values[j]!) : value;
          });
          expectClose(after.values('c'), expected);
        },
      ),
    );
  });

  it('scatter and add rows, several onto one', () => {
    fc.assert(
      fc.property(size(), size(), size(12), filling, (rows, columns, symbols, fill) => {
        const indices = wholeNumbers(rows, symbols, fill.seed);
        const matrices = {
          a: matrix(rows, columns, fill, precision, 1),
          table: matrix(symbols, columns, fill, precision, 2),
        };
        const after = runEverywhere(
          precision,
          { matrices, indices, targets: ['table'] },
          (kernels, { a, table }, at) =>
            kernels.scatterAddRows(table.address, a.address, a.row, at, rows),
        );
        if (fill.palette !== 'ordinary') return;
        const expected = [...matrices.table.values];
        matrices.a.values.forEach((value, at) => {
          const to = indices[Math.floor(at / columns)]! * columns + (at % columns);
          expected[to] = expected[to]! + value;
        });
        expectClose(
          after.values('table'),
          expected,
          () => 2 * (rows + 1) ** 2 * unitRoundoff[precision],
        );
      }),
    );
  });

  it('sum rows onto a row', () => {
    fc.assert(
      fc.property(size(), size(), filling, (rows, columns, fill) => {
        const matrices = {
          a: matrix(rows, columns, fill, precision, 1),
          target: matrix(1, columns, fill, precision, 2),
        };
        const after = runEverywhere(
          precision,
          { matrices, targets: ['target'] },
          (kernels, { a, target }) => kernels.sumRows(target.address, a.address, a.row, rows),
        );
        if (fill.palette !== 'ordinary') return;
        const expected = [...matrices.target.values];
        matrices.a.values.forEach((value, at) => {
          expected[at % columns] = expected[at % columns]! + value;
        });
        expectClose(
          after.values('target'),
          expected,
          () => 2 * (rows + 1) ** 2 * unitRoundoff[precision],
        );
      }),
    );
  });

  it('clear the padding of a product whose factors hold infinities and NaN', () => {
    const bad = (rows: number, columns: number, value: number) => ({
      ...zeroMatrix(rows, columns),
      values: new Array<number>(rows * columns).fill(value),
    });
    for (const value of [Infinity, -Infinity, NaN]) {
      for (const n of [1, 3, 5, 7, 9, 17]) {
        const matrices = { a: bad(5, 3, value), b: bad(3, n, value), c: zeroMatrix(5, n) };
        runEverywhere(precision, { matrices, targets: ['c'] }, (kernels, { a, b, c }) =>
          kernels.matmul(
            c.address,
            c.row,
            a.address,
            a.row,
            ELEMENT_BYTES[precision],
            b.address,
            b.row,
            5,
            n,
            3,
            0,
          ),
        );
      }
    }
  });
});
