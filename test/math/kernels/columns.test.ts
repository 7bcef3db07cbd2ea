// Blocks of columns: equal bits everywhere, nothing beyond them touched, and right by plain formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENT_BYTES, type Kernels } from '../../../src/math/kernels.ts';
import type { Tensor } from '../../../src/math/layout.ts';
import { filling, matrix, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { runEverywhere } from '../../helpers/scene.ts';

/** A block of columns somewhere in rows of a stride. */
interface Block {
  readonly address: number;
  readonly row: number;
}

interface Combination {
  call(kernels: Kernels, target: Block, a: Block, b: Block, rows: number, columns: number): void;
  readonly formula: (target: number, a: number, b: number) => number;
}

const combinations: Readonly<Record<string, Combination>> = {
  addColumns: {
    call: (k, target, a, _, rows, columns) =>
      k.addColumns(target.address, target.row, a.address, a.row, rows, columns),
    formula: (target, a) => target + a,
  },
  multiplyColumns: {
    call: (k, target, a, b, rows, columns) =>
      k.multiplyColumns(
        target.address,
        target.row,
        a.address,
        a.row,
        b.address,
        b.row,
        rows,
        columns,
      ),
    formula: (_, a, b) => a * b,
  },
  addProductColumns: {
    call: (k, target, a, b, rows, columns) =>
      k.addProductColumns(
        target.address,
        target.row,
        a.address,
        a.row,
        b.address,
        b.row,
        rows,
        columns,
      ),
    formula: (target, a, b) => target + a * b,
  },
};

describe.each(
  precisions.flatMap((precision) =>
    Object.keys(combinations).map((name) => [name, precision] as const),
  ),
)('%s, %s', (name, precision) => {
  const { call, formula } = combinations[name]!;
  const bound = 200 * unitRoundoff[precision];

  it('writes the middle of three blocks, from one block and from padded rows', () => {
    fc.assert(
      fc.property(size(9), size(20), filling, (rows, columns, fill) => {
        const matrices = {
          target: matrix(rows, 3 * columns, fill, precision, 1),
          a: matrix(rows, 2 * columns, fill, precision, 2),
          b: matrix(rows, columns, fill, precision, 3),
        };
        const second = ({ address, row }: Tensor): Block => ({
          address: address + columns * ELEMENT_BYTES[precision],
          row,
        });
        const after = runEverywhere(precision, { matrices, targets: ['target'] }, (k, at) =>
          call(k, second(at.target), second(at.a), at.b, rows, columns),
        );
        const found = after.values('target');
        for (let k = 0; k < found.length; k++) {
          const [n, j] = [Math.floor(k / (3 * columns)), (k % (3 * columns)) - columns];
          const before = matrices.target.values[k]!;
          if (j < 0 || j >= columns) expect(found[k]).toBe(before);
          else if (fill.palette === 'ordinary') {
            const a = matrices.a.values[n * 2 * columns + columns + j]!;
            const b = matrices.b.values[n * columns + j]!;
            expectClose([found[k]!], [formula(before, a, b)], () => bound);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes a stride of 0 for one row: for all, or the sum over all', () => {
    fc.assert(
      fc.property(size(9), size(20), filling, (rows, columns, fill) => {
        const matrices = {
          target: matrix(rows, columns, fill, precision, 1),
          sums: matrix(1, columns, fill, precision, 2),
          a: matrix(rows, columns, fill, precision, 3),
          v: matrix(1, columns, fill, precision, 4),
        };
        const after = runEverywhere(
          precision,
          { matrices, targets: ['target', 'sums'] },
          (k, { target, sums, a, v }) => {
            call(k, target, a, { ...v, row: 0 }, rows, columns);
            call(k, { ...sums, row: 0 }, a, target, rows, columns);
          },
        );
        if (fill.palette !== 'ordinary') return;
        const { target, sums, a, v } = matrices;
        const scaled = target.values.map((x, k) =>
          formula(x, a.values[k]!, v.values[k % columns]!),
        );
        expectClose(after.values('target'), scaled, () => bound);
        const expected = sums.values.map((start, j) => {
          let sum = start;
          for (let k = j; k < scaled.length; k += columns)
            sum = formula(sum, a.values[k]!, scaled[k]!);
          return sum;
        });
        expectClose(after.values('sums'), expected, () => 10 * rows * bound);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(precisions)('blocks of columns, %s', (precision) => {
  it('come apart and together again', () => {
    fc.assert(
      fc.property(
        size(10),
        size(20),
        fc.integer({ min: 1, max: 4 }),
        filling,
        (rows, columns, blocks, fill) => {
          const together = matrix(rows, blocks * columns, fill, precision, 1);
          const matrices = {
            together,
            apart: matrix(blocks * rows, columns, fill, precision, 2),
            again: matrix(rows, blocks * columns, fill, precision, 3),
          };
          const after = runEverywhere(
            precision,
            { matrices, targets: ['apart', 'again'] },
            (k, { together: from, apart, again }) => {
              const { address, row } = apart;
              k.splitColumns(address, row, from.address, from.row, rows, columns, blocks);
              k.joinColumns(again.address, again.row, address, row, rows, columns, blocks);
            },
          );
          const apart = after.values('apart');
          for (let g = 0; g < blocks; g++) {
            for (let n = 0; n < rows; n++) {
              const from = n * blocks * columns + g * columns;
              const to = (g * rows + n) * columns;
              expect(apart.slice(to, to + columns)).toEqual(
                together.values.slice(from, from + columns),
              );
            }
          }
          expect(after.values('again')).toEqual(together.values);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('one block is written beside others without touching them', () => {
    fc.assert(
      fc.property(size(6), size(12), filling, (rows, columns, fill) => {
        const wide = matrix(rows, 3 * columns, fill, precision, 1);
        const block = matrix(rows, columns, fill, precision, 2);
        const after = runEverywhere(
          precision,
          { matrices: { wide, block }, targets: ['wide'] },
          (k, at) => {
            const middle = at.wide.address + columns * ELEMENT_BYTES[precision];
            k.joinColumns(middle, at.wide.row, at.block.address, at.block.row, rows, columns, 1);
          },
        );
        const expected = wide.values.map((value, k) => {
          const [n, j] = [Math.floor(k / (3 * columns)), k % (3 * columns)];
          const isInside = j >= columns && j < 2 * columns;
          return isInside ? block.values[n * columns + j - columns]! : value;
        });
        expect(after.values('wide')).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
