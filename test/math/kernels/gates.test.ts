// Steps of gated cells: equal bits everywhere, padding zero, and right by plain formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENT_BYTES, type Kernels, type Precision } from '../../../src/math/kernels.ts';
import type { Tensor } from '../../../src/math/layout.ts';
import { filling, matrix, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import type { Content } from '../../helpers/scene.ts';
import { runEverywhere } from '../../helpers/scene.ts';

type Name = 'out' | 'more' | 'gates' | 'a' | 'b' | 'c';
type At = Readonly<Record<Name, Tensor>>;

/** One operation over `rows` rows: how it is called, and element by element what it writes. */
interface Operation {
  readonly targets: readonly Name[];
  /** Blocks of rows of `out` and of `gates`. */
  readonly blocks: { readonly out: number; readonly gates: number };
  call(kernels: Kernels, at: At, length: number, rows: number): void;
  /** Elements of each block of `out`, from the elements at the same place before. */
  out(x: Readonly<Record<Exclude<Name, 'gates'>, number>>, gates: readonly number[]): number[];
}

const slope = (gate: number): number => gate * (1 - gate);
const one = { out: 1, gates: 1 };

const operations: Readonly<Record<string, Operation>> = {
  add: {
    targets: ['out'],
    blocks: one,
    call: (k, { out, a }, length) => k.add(out.address, a.address, length),
    out: ({ out, a }) => [out + a],
  },
  multiply: {
    targets: ['out'],
    blocks: one,
    call: (k, { out, a, b }, length) => k.multiply(out.address, a.address, b.address, length),
    out: ({ a, b }) => [a * b],
  },
  addProduct: {
    targets: ['out'],
    blocks: one,
    call: (k, { out, a, b }, length) => k.addProduct(out.address, a.address, b.address, length),
    out: ({ out, a, b }) => [out + a * b],
  },
  gateBackward: {
    targets: ['out'],
    blocks: one,
    call: (k, { out, a, b, gates }, length) =>
      k.gateBackward(out.address, a.address, b.address, gates.address, length),
    out: ({ a, b }, [gate]) => [a * b * slope(gate!)],
  },
  lstmCell: {
    targets: ['out'],
    blocks: { out: 1, gates: 4 },
    call: (k, { out, a, gates }, length) =>
      k.lstmCell(out.address, a.address, gates.address, length),
    out: ({ a }, [i, f, g]) => [f! * a + i! * g!],
  },
  lstmCellBackward: {
    targets: ['out', 'more', 'c'],
    blocks: { out: 3, gates: 4 },
    call: (k, { out, more, gates, a, b, c }, length) =>
      k.lstmCellBackward(
        out.address,
        c.address,
        more.address,
        a.address,
        gates.address,
        b.address,
        b.address,
        length,
      ),
    out({ a, b, c }, [i, f, g, o]) {
      const total = c + a * o! * (1 - b * b);
      return [total * g! * slope(i!), total * b * slope(f!), total * i! * (1 - g! * g!)];
    },
  },
  gruBlend: {
    targets: ['out'],
    blocks: { out: 1, gates: 3 },
    call: (k, { out, a, gates }, length) =>
      k.gruBlend(out.address, a.address, gates.address, length),
    out: ({ a }, [, z, n]) => [n! + z! * (a - n!)],
  },
  gruBackward: {
    targets: ['out'],
    blocks: { out: 3, gates: 3 },
    call: (k, { out, a, b, gates }, length) =>
      k.gruBackward(out.address, a.address, gates.address, b.address, length),
    out: ({ out, a, b }, [, z, n]) => [out, a * (b - n!) * slope(z!), a * (1 - z!) * (1 - n! * n!)],
  },
};

describe.each(
  precisions.flatMap((precision) =>
    Object.keys(operations).map((name) => [name, precision] as const),
  ),
)('%s, %s', (name: string, precision: Precision) => {
  const { targets, blocks, call, out } = operations[name]!;

  it('has the same bits everywhere, and those of its equation to rounding', () => {
    fc.assert(
      fc.property(size(12), size(), filling, (rows, columns, fill) => {
        const of = (count: number, salt: number): Content =>
          matrix(count * rows, columns, fill, precision, salt);
        const matrices = {
          out: of(blocks.out, 1),
          more: of(1, 2),
          gates: of(blocks.gates, 3),
          a: of(1, 4),
          b: of(1, 5),
          c: of(1, 6),
        };
        const after = runEverywhere(precision, { matrices, targets }, (kernels, at) =>
          call(kernels, at, at.a.byteLength, rows),
        );
        if (fill.palette !== 'ordinary') return;
        const count = rows * columns;
        const found = after.values('out');
        for (let k = 0; k < count; k++) {
          const x = (key: Exclude<Name, 'gates'>): number => matrices[key].values[k]!;
          const gates = Array.from(
            { length: blocks.gates },
            (_, g) => matrices.gates.values[g * count + k]!,
          );
          const values = { out: x('out'), more: x('more'), a: x('a'), b: x('b'), c: x('c') };
          const expected = out(values, gates);
          // Numbers up to 2 make intermediate ones up to about 200.
          const bound = 1000 * unitRoundoff[precision];
          expectClose(
            expected.map((_, block) => found[block * count + k]!),
            name === 'gruBackward' ? [found[k]!, expected[1]!, expected[2]!] : expected,
            () => bound,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('lstmCellBackward leaves dc complete and passes it on through the forget gate', () => {
  const of = (...values: number[]): Content => ({ rows: values.length, columns: 1, values });
  const [i, f, g, o, dh, tanhC, dc] = [0.3, 0.6, -0.4, 0.7, 1.5, 0.2, 0.5];
  const matrices = {
    out: of(0, 0, 0),
    more: of(9),
    gates: of(i, f, g, o),
    a: of(dh),
    b: of(tanhC),
    c: of(dc),
  };
  const { call } = operations.lstmCellBackward!;
  const after = runEverywhere('f64', { matrices, targets: ['out', 'more', 'c'] }, (kernels, at) =>
    call(kernels, at as At, at.a.byteLength, 1),
  );
  const total = dc + dh * o * (1 - tanhC * tanhC);
  expect(after.values('c')[0]).toBeCloseTo(total, 14);
  expect(after.values('more')[0]).toBeCloseTo(total * f, 14);
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

  it('rows scaled by a vector are added, and products of rows summed', () => {
    fc.assert(
      fc.property(size(9), size(), filling, (rows, columns, fill) => {
        const matrices = {
          rowsOut: matrix(rows, columns, fill, precision, 1),
          sums: matrix(1, columns, fill, precision, 2),
          a: matrix(rows, columns, fill, precision, 3),
          b: matrix(rows, columns, fill, precision, 4),
          v: matrix(1, columns, fill, precision, 5),
        };
        const after = runEverywhere(
          precision,
          { matrices, targets: ['rowsOut', 'sums'] },
          (k, { rowsOut, sums, a, b, v }) => {
            k.addScaledRows(rowsOut.address, a.address, v.address, a.row, rows);
            k.sumProductRows(sums.address, a.address, b.address, a.row, rows);
          },
        );
        if (fill.palette !== 'ordinary') return;
        const at = (name: keyof typeof matrices, n: number, j: number): number =>
          matrices[name].values[n * columns + j]!;
        const bound = 100 * rows * unitRoundoff[precision];
        expectClose(
          after.values('rowsOut'),
          matrices.rowsOut.values.map((value, k) => {
            const [n, j] = [Math.floor(k / columns), k % columns];
            return value + at('a', n, j) * at('v', 0, j);
          }),
          () => bound,
        );
        expectClose(
          after.values('sums'),
          matrices.sums.values.map((value, j) =>
            Array.from({ length: rows }, (_, n) => at('a', n, j) * at('b', n, j)).reduce(
              (sum, x) => sum + x,
              value,
            ),
          ),
          () => bound,
        );
      }),
      { numRuns: 60 },
    );
  });
});
