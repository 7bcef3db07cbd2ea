// Reference operations on blocks of columns. The oracle for simd/assembly/columns.ts.
import type { ColumnOperations } from '../operations/columns.ts';
import type { Scope } from './scope.ts';

/** Makes the column kernels of a scope. */
export function columnKernels({ elements: f, shift, round }: Scope): ColumnOperations {
  const copyBlocks = (
    rows: number,
    blocks: number,
    copy: (block: number, n: number) => void,
  ): void => {
    for (let g = 0; g < blocks; g++) for (let n = 0; n < rows; n++) copy(g, n);
  };
  const combine =
    (formula: (target: number, a: number, b: number) => number) =>
    (
      ...[target, targetRow, a, aRow, b, bRow, rows, columns]: Parameters<
        ColumnOperations['multiplyColumns']
      >
    ): void => {
      for (let n = 0; n < rows; n++) {
        const to = (target + n * targetRow) >>> shift;
        const [fromA, fromB] = [(a + n * aRow) >>> shift, (b + n * bRow) >>> shift];
        for (let j = 0; j < columns; j++) {
          f[to + j] = formula(f[to + j]!, f[fromA + j]!, f[fromB + j]!);
        }
      }
    };
  const sum = combine((target, a) => round(target + a));
  return {
    splitColumns(target, targetRow, source, sourceRow, rows, columns, blocks) {
      copyBlocks(rows, blocks, (g, n) => {
        const to = (target + (g * rows + n) * targetRow) >>> shift;
        const from = ((source + n * sourceRow) >>> shift) + g * columns;
        f.copyWithin(to, from, from + columns);
        f.fill(0, to + columns, to + (targetRow >>> shift));
      });
    },
    joinColumns(target, targetRow, source, sourceRow, rows, columns, blocks) {
      copyBlocks(rows, blocks, (g, n) => {
        const from = (source + (g * rows + n) * sourceRow) >>> shift;
        f.copyWithin(((target + n * targetRow) >>> shift) + g * columns, from, from + columns);
      });
    },
    addColumns(target, targetRow, a, aRow, rows, columns) {
      sum(target, targetRow, a, aRow, a, aRow, rows, columns);
    },
    multiplyColumns: combine((_, a, b) => round(a * b)),
    addProductColumns: combine((target, a, b) => round(target + round(a * b))),
  };
}
