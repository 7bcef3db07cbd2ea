// Steps of gated cells: equal bits everywhere, nothing beyond the gates touched, and right by plain
// formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels, Precision } from '../../../src/math/kernels.ts';
import type { Tensor } from '../../../src/math/layout.ts';
import { filling, matrix, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { runEverywhere } from '../../helpers/scene.ts';

/** Matrices of padded rows; `v` is one row. */
type Name = 'out' | 'more' | 'a' | 'b' | 'c' | 'v';
type At = Readonly<Record<Name | 'gates', Tensor>>;
type Numbers = Readonly<Record<Name, number>>;

/** One operation: how it is called, and element by element what it leaves. */
interface Operation {
  /** Gates that lie side by side, 0 where there are none. */
  readonly gates: number;
  /** Largest error by rounding for numbers up to 2, in units of the roundoff; 1000 where it is absent. */
  readonly roundings?: number;
  call(kernels: Kernels, at: At, rows: number, columns: number): void;
  /** What is written, from what was there: matrices by name, gates in their order. */
  after(x: Numbers, gates: readonly number[]): Partial<Numbers> & { gates?: readonly number[] };
}

const slope = (gate: number): number => gate * (1 - gate);
const tanhSlope = (y: number): number => 1 - y * y;

const lstmBackward = (peephole: boolean): Operation => ({
  gates: 4,
  // Terms of 2, 48 and 12 make a sum that is wrong by 400 at most; g and the slope of i multiply sum and error by
  // 12, and round three times more.
  roundings: 7000,
  call: (k, { out, more, a, b, c, v, gates }, rows, columns) =>
    k.lstmBackward(
      gates.address,
      gates.row,
      out.address,
      more.address,
      a.address,
      b.address,
      c.address,
      a.row,
      peephole ? v.address : 0,
      rows,
      columns,
    ),
  after({ out: dc, a: dh, b: tanhC, c: before, v }, [i, f, g, o]) {
    const daO = dh * tanhC * slope(o!);
    const total = dc + (peephole ? daO * v : 0) + dh * o! * tanhSlope(tanhC);
    return {
      out: total,
      more: total * f!,
      gates: [total * g! * slope(i!), total * before * slope(f!), total * i! * tanhSlope(g!), daO],
    };
  },
});

const gruBackward = (accumulate: 0 | 1): Operation => ({
  gates: 3,
  call: (k, { out, a, b, gates }, rows, columns) =>
    k.gruBackward(
      gates.address,
      gates.row,
      a.address,
      out.address,
      b.address,
      a.row,
      rows,
      columns,
      accumulate,
    ),
  after: ({ out, a, b }, [r, z, n]) => ({
    out: accumulate * out + a * z!,
    gates: [r!, a * (b - n!) * slope(z!), a * (1 - z!) * tanhSlope(n!)],
  }),
});

const resetBackward = (target: 'out' | 'a' | 'b'): Operation => ({
  gates: 1,
  call: (k, { [target]: db, a, b, gates: r }, rows, columns) =>
    k.resetBackward(
      r.address,
      r.row,
      db.address,
      db.row,
      a.address,
      a.row,
      b.address,
      b.row,
      rows,
      columns,
    ),
  after: ({ a, b }, [r]) => ({ [target]: a * r!, gates: [a * b * slope(r!)] }),
});

const operations: Readonly<Record<string, Operation>> = {
  add: {
    gates: 0,
    call: (k, { out, a }) => k.add(out.address, a.address, a.byteLength),
    after: ({ out, a }) => ({ out: out + a }),
  },
  multiply: {
    gates: 0,
    call: (k, { out, a, b }) => k.multiply(out.address, a.address, b.address, a.byteLength),
    after: ({ a, b }) => ({ out: a * b }),
  },
  addProduct: {
    gates: 0,
    call: (k, { out, a, b }) => k.addProduct(out.address, a.address, b.address, a.byteLength),
    after: ({ out, a, b }) => ({ out: out + a * b }),
  },
  lstmCell: {
    gates: 4,
    call: (k, { out, more, a, gates }, rows, columns) =>
      k.lstmCell(
        out.address,
        more.address,
        a.address,
        a.row,
        gates.address,
        gates.row,
        rows,
        columns,
      ),
    after({ a }, [i, f, g]) {
      const c = f! * a + i! * g!;
      return { out: c, more: c };
    },
  },
  'lstmBackward without peephole': lstmBackward(false),
  'lstmBackward with peephole': lstmBackward(true),
  gruBlend: {
    gates: 3,
    call: (k, { out, a, gates }, rows, columns) =>
      k.gruBlend(out.address, a.address, a.row, gates.address, gates.row, rows, columns),
    after: ({ a }, [, z, n]) => ({ out: n! + z! * (a - n!) }),
  },
  'gruBackward, setting': gruBackward(0),
  'gruBackward, adding': gruBackward(1),
  'resetBackward, apart': resetBackward('out'),
  'resetBackward, in place of what is given': resetBackward('a'),
  'resetBackward, in place of what is reset': resetBackward('b'),
};

describe.each(
  precisions.flatMap((precision) =>
    Object.keys(operations).map((name) => [name, precision] as const),
  ),
)('%s, %s', (name: string, precision: Precision) => {
  const { gates: count, roundings = 1000, call, after: formula } = operations[name]!;

  it('has the same bits everywhere, and those of its equation to rounding', () => {
    fc.assert(
      fc.property(size(12), size(), filling, (rows, columns, fill) => {
        const of = (salt: number, width = columns, height = rows) =>
          matrix(height, width, fill, precision, salt);
        const matrices = {
          out: of(1),
          more: of(2),
          a: of(3),
          b: of(4),
          c: of(5),
          v: of(6, columns, 1),
          gates: of(7, (count + 1) * columns), // the last is nobody's, and stays
        };
        const names = Object.keys(matrices) as (keyof typeof matrices)[];
        const after = runEverywhere(precision, { matrices, targets: names }, (kernels, at) =>
          call(kernels, at, rows, columns),
        );
        const found = Object.fromEntries(names.map((key) => [key, after.values(key)]));
        const bound = fill.palette === 'ordinary' ? roundings * unitRoundoff[precision] : Infinity;
        const expected = Object.fromEntries(names.map((key) => [key, [...matrices[key].values]]));
        const expectNear = (key: keyof typeof matrices, at: number, value: number): void => {
          const actual = found[key]![at]!;
          if (bound < Infinity) expectClose([actual], [value], () => bound);
          expected[key]![at] = actual;
        };
        for (let k = 0; k < rows * columns; k++) {
          const [n, j] = [Math.floor(k / columns), k % columns];
          const gateAt = (g: number): number => (n * (count + 1) + g) * columns + j;
          const x = (key: Name): number => matrices[key].values[key === 'v' ? j : k]!;
          const before = {
            out: x('out'),
            more: x('more'),
            a: x('a'),
            b: x('b'),
            c: x('c'),
            v: x('v'),
          };
          const gates = Array.from({ length: count }, (_, g) => matrices.gates.values[gateAt(g)]!);
          const { gates: gatesAfter, ...written } = formula(before, gates);
          for (const key of ['out', 'more', 'a', 'b', 'c', 'v'] as const) {
            if (written[key] !== undefined) expectNear(key, k, written[key]);
          }
          for (const [g, value] of gatesAfter?.entries() ?? [])
            expectNear('gates', gateAt(g), value);
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
