// Activations and their derivatives: equal bits everywhere, and right by Math's functions, which
// only tests may use.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENT_BYTES, type Kernels, type Precision } from '../../../src/math/kernels.ts';
import { filling, matrix, round, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { runEverywhere } from '../../helpers/scene.ts';

type Name = 'tanh' | 'sigmoid' | 'relu';

interface Formula {
  readonly value: (a: number) => number;
  readonly derivative: (h: number) => number;
}

const formulas: Readonly<Record<Name, Formula>> = {
  tanh: { value: Math.tanh, derivative: (h) => 1 - h * h },
  sigmoid: { value: (a) => 1 / (1 + Math.exp(-a)), derivative: (h) => h * (1 - h) },
  relu: { value: (a) => Math.max(a, 0), derivative: (h) => (h > 0 ? 1 : 0) },
};

const names = Object.keys(formulas) as Name[];

function forward(kernels: Kernels, name: Name): Kernels['tanhForward'] {
  return kernels[`${name}Forward`];
}

function backward(kernels: Kernels, name: Name): Kernels['tanhBackward'] {
  return kernels[`${name}Backward`];
}

describe.each(precisions.flatMap((precision) => names.map((name) => [name, precision] as const)))(
  '%s, %s',
  (name: Name, precision: Precision) => {
    const { value, derivative } = formulas[name];

    it.skipIf(name === 'relu')('goes forward in a block of columns and leaves the others', () => {
      fc.assert(
        fc.property(size(9), size(20), filling, (rows, columns, fill) => {
          const matrices = {
            wide: matrix(rows, 3 * columns, fill, precision, 1),
            block: matrix(rows, columns, fill, precision, 2),
          };
          const after = runEverywhere(
            precision,
            { matrices, targets: ['wide', 'block'] },
            (kernels, { wide, block }) => {
              const middle = wide.address + columns * ELEMENT_BYTES[precision];
              kernels.joinColumns(middle, wide.row, block.address, block.row, rows, columns, 1);
              forward(kernels, name)(middle, wide.row, rows, columns);
              forward(kernels, name)(block.address, block.row, rows, columns);
            },
          );
          const expected = matrices.wide.values.map((value, k) => {
            const [n, j] = [Math.floor(k / (3 * columns)), (k % (3 * columns)) - columns];
            return j >= 0 && j < columns ? after.values('block')[n * columns + j]! : value;
          });
          expect(after.values('wide')).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    });

    it('goes forward with the same bits and leaves padding zero', () => {
      fc.assert(
        fc.property(size(), size(), filling, (rows, columns, fill) => {
          const matrices = { a: matrix(rows, columns, fill, precision, 1) };
          const after = runEverywhere(precision, { matrices, targets: ['a'] }, (kernels, { a }) =>
            forward(kernels, name)(a.address, a.row, rows, columns),
          );
          if (fill.palette !== 'ordinary') return;
          const expected = matrices.a.values.map(value);
          expectClose(after.values('a'), expected, (i) =>
            Math.abs(8 * unitRoundoff[precision] * expected[i]!),
          );
        }),
        { numRuns: 150 },
      );
    });

    it('goes backward with the same bits and leaves padding zero', () => {
      fc.assert(
        fc.property(size(), size(), filling, (rows, columns, fill) => {
          const dh = matrix(rows, columns, fill, precision, 1);
          const states = matrix(rows, columns, fill, precision, 2);
          const h = { ...states, values: states.values.map((a) => round[precision](value(a))) };
          const matrices = { dh, h, da: matrix(rows, columns, fill, precision, 3) };
          const after = runEverywhere(
            precision,
            { matrices, targets: ['da'] },
            (kernels, { da, dh: from, h: state }) =>
              backward(kernels, name)(da.address, from.address, state.address, da.byteLength),
          );
          if (fill.palette !== 'ordinary') return;
          const expected = dh.values.map((d, at) => d * derivative(h.values[at]!));
          expectClose(after.values('da'), expected, (i) =>
            Math.abs(4 * unitRoundoff[precision] * dh.values[i]!),
          );
        }),
        { numRuns: 150 },
      );
    });

    it('keeps NaN and treats infinities as limits', () => {
      const values = [NaN, Infinity, -Infinity, 0, -0];
      const after = runEverywhere(
        precision,
        { matrices: { a: { rows: 1, columns: 5, values } }, targets: ['a'] },
        (kernels, { a }) => forward(kernels, name)(a.address, a.row, 1, 5),
      );
      const limits = { tanh: [1, -1], sigmoid: [1, 0], relu: [Infinity, 0] }[name];
      const atZero = name === 'sigmoid' ? 0.5 : 0;
      expect(after.values('a').map((x) => x + 0)).toEqual([NaN, ...limits, atZero, atZero]);
    });
  },
);
