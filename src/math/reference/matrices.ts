// Reference products, gathers, scatters and sums of rows. The oracle for simd/assembly/matmul.ts
// and rows.ts.
import type { MatrixOperations } from '../operations/matrices.ts';
import type { Scope } from './scope.ts';

/** Makes the matrix kernels of a scope. */
export function matrixKernels({ elements: f, indices, shift, round }: Scope): MatrixOperations {
  return {
    matmul(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate) {
      const padded = cRow >>> shift;
      for (let i = 0; i < m; i++) {
        const ci = (c + i * cRow) >>> shift;
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? f[ci + j]! : 0;
          for (let l = 0; l < k; l++) {
            const x = f[(a + i * aRow + l * aColumn) >>> shift]!;
            const y = f[((b + l * bRow) >>> shift) + j]!;
            sum = round(sum + round(x * y));
          }
          f[ci + j] = sum;
        }
        f.fill(0, ci + n, ci + Math.min(padded, roundUp(n, 32 >>> shift)));
      }
    },
    transpose(t, tRow, a, aRow, rows, columns) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          f[((t + j * tRow) >>> shift) + i] = f[((a + i * aRow) >>> shift) + j]!;
        }
      }
    },
    fillRows(c, cRow, source, rows) {
      const from = source >>> shift;
      for (let n = 0; n < rows; n++) {
        f.copyWithin((c + n * cRow) >>> shift, from, from + (cRow >>> shift));
      }
    },
    gatherRows(c, cRow, table, bias, at, rows) {
      for (let n = 0; n < rows; n++) {
        const to = (c + n * cRow) >>> shift;
        const from = (table + indices[(at >>> 2) + n]! * cRow) >>> shift;
        for (let j = 0; j < cRow >>> shift; j++) {
          f[to + j] = bias === 0 ? f[from + j]! : round(f[from + j]! + f[(bias >>> shift) + j]!);
        }
      }
    },
    scatterAddRows(table, a, aRow, at, rows) {
      for (let n = 0; n < rows; n++) {
        const to = (table + indices[(at >>> 2) + n]! * aRow) >>> shift;
        const from = (a + n * aRow) >>> shift;
        for (let j = 0; j < aRow >>> shift; j++) f[to + j] = round(f[to + j]! + f[from + j]!);
      }
    },
    sumRows(target, a, aRow, rows) {
      const to = target >>> shift;
      for (let n = 0; n < rows; n++) {
        const from = (a + n * aRow) >>> shift;
        for (let j = 0; j < aRow >>> shift; j++) f[to + j] = round(f[to + j]! + f[from + j]!);
      }
    },
  };
}

function roundUp(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit;
}
