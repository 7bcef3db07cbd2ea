// Operations by sequence length, and layer normalization: equal bits everywhere, and right by plain
// formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filling, matrix, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { openDraws } from '../../helpers/numbers.ts';
import { runEverywhere } from '../../helpers/scene.ts';

function drawLengths(rows: number, steps: number, seed: number): number[] {
  const draw = openDraws(seed);
  return Array.from({ length: rows }, () => 1 + Math.floor(draw() * steps));
}

describe.each(precisions)('rows by the lengths of their sequences, %s', (precision) => {
  it('are held where a sequence is over, and their gradient goes one step back', () => {
    fc.assert(
      fc.property(size(9), size(20), size(6), filling, (rows, columns, step, fill) => {
        const lengths = drawLengths(rows, 6, fill.seed);
        const of = (salt: number) =>
          matrix(rows, columns, { ...fill, palette: 'ordinary' }, precision, salt);
        const matrices = { next: of(1), now: of(2), before: of(3), gradient: of(4) };
        const after = runEverywhere(
          precision,
          { matrices, indices: lengths, targets: ['next', 'before', 'gradient'] },
          (k, { next, now, before, gradient }, at) => {
            k.holdRows(next.address, now.address, now.row, at, step, rows);
            k.passHeldRows(before.address, gradient.address, now.row, at, step, rows);
          },
        );
        const isOver = (k: number): boolean => lengths[Math.floor(k / columns)]! < step;
        const { next, now, before, gradient } = matrices;
        expect(after.values('next')).toEqual(
          next.values.map((value, k) => (isOver(k) ? now.values[k]! : value)),
        );
        expect(after.values('gradient')).toEqual(
          gradient.values.map((value, k) => (isOver(k) ? 0 : value)),
        );
        expectClose(
          after.values('before'),
          before.values.map((value, k) => value + (isOver(k) ? gradient.values[k]! : 0)),
          () => 4 * unitRoundoff[precision],
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([0, 1])('are reversed within each sequence (accumulate %i)', (accumulate) => {
    fc.assert(
      fc.property(
        size(6),
        size(12),
        size(7),
        fc.boolean(),
        filling,
        (rows, columns, steps, isFull, fill) => {
          const lengths = isFull
            ? new Array<number>(rows).fill(steps)
            : drawLengths(rows, steps, fill.seed);
          const of = (salt: number) =>
            matrix(steps * rows, columns, { ...fill, palette: 'ordinary' }, precision, salt);
          const matrices = { target: of(1), source: of(2) };
          const after = runEverywhere(
            precision,
            { matrices, indices: lengths, targets: ['target'] },
            (k, { target, source }, at) =>
              k.reverseRows(
                target.address,
                source.address,
                source.row,
                isFull ? 0 : at,
                steps,
                rows,
                accumulate,
              ),
          );
          const expected = matrices.target.values.map((value, k) => {
            const row = Math.floor(k / columns);
            const [t, n, j] = [Math.floor(row / rows), row % rows, k % columns];
            const length = lengths[n]!;
            const from = t < length ? ((length - 1 - t) * rows + n) * columns + j : -1;
            const moved = from < 0 ? 0 : matrices.source.values[from]!;
            return accumulate ? value + moved : moved;
          });
          expectClose(after.values('target'), expected, () => 4 * unitRoundoff[precision]);
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe.each(precisions)('layer normalization, %s', (precision) => {
  const EPSILON = 1e-5;

  it('has the same bits everywhere, forward and backward, and those of its equations', () => {
    fc.assert(
      fc.property(size(6), size(), filling, (rows, columns, fill) => {
        const of = (count: number, salt: number) => matrix(count, columns, fill, precision, salt);
        const matrices = {
          u: of(rows, 1),
          gain: of(1, 2),
          bias: of(1, 3),
          dy: of(rows, 4),
          y: of(rows, 5),
          normalized: of(rows, 6),
          du: of(rows, 7),
          inverse: { rows, columns: 1, values: new Array<number>(rows).fill(0) },
        };
        const after = runEverywhere(
          precision,
          { matrices, targets: ['y', 'normalized', 'du', 'inverse'] },
          (k, { u, gain, bias, dy, y, normalized, du, inverse }) => {
            k.normalizeRows(
              y.address,
              normalized.address,
              inverse.address,
              u.address,
              gain.address,
              bias.address,
              u.row,
              rows,
              columns,
              EPSILON,
            );
            k.normalizeRowsBackward(
              du.address,
              dy.address,
              normalized.address,
              inverse.address,
              gain.address,
              u.row,
              rows,
              columns,
            );
          },
        );
        if (fill.palette !== 'ordinary') return;
        const rowOf = (name: 'u' | 'dy', n: number): number[] =>
          matrices[name].values.slice(n * columns, (n + 1) * columns);
        const mean = (values: readonly number[]): number =>
          values.reduce((sum, x) => sum + x, 0) / columns;
        for (let n = 0; n < rows; n++) {
          const u = rowOf('u', n);
          const center = mean(u);
          const inverse = 1 / Math.sqrt(mean(u.map((x) => (x - center) ** 2)) + EPSILON);
          const hat = u.map((x) => (x - center) * inverse);
          const d = rowOf('dy', n).map((x, j) => x * matrices.gain.values[j]!);
          const [first, second] = [mean(d), mean(d.map((x, j) => x * hat[j]!))];
          const bound = (1 + inverse) ** 2 * 100 * columns * unitRoundoff[precision];
          const slice = (name: 'y' | 'du'): number[] =>
            after.values(name).slice(n * columns, (n + 1) * columns);
          expectClose(
            slice('y'),
            hat.map((x, j) => x * matrices.gain.values[j]! + matrices.bias.values[j]!),
            () => bound,
          );
          expectClose(
            slice('du'),
            d.map((x, j) => inverse * (x - first - hat[j]! * second)),
            () => bound,
          );
        }
      }),
      { numRuns: 80 },
    );
  });
});
