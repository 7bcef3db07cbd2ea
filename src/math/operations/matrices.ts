// The kernels over matrices: products, gathers, scatters, sums of rows.
import type { Address } from './address.ts';

/** Operations over matrices with padded rows. */
export interface MatrixOperations {
  /**
   * C = A·B, or C += A·B where accumulate is not 0; C is [m, n], A is [m, k], B is [k, n]. Element
   * (i, l) of A lies at a + i·aRow + l·aColumn, so that Aᵀ needs no copy: one
   * of aRow and aColumn is the size of an element, the other a padded row. Each element of C is one
   * sum over k ≥ 1 terms in ascending order that starts from 0 or from C. Padding of C becomes zero.
   */
  matmul(
    c: Address,
    cRow: number,
    a: Address,
    aRow: number,
    aColumn: number,
    b: Address,
    bRow: number,
    m: number,
    n: number,
    k: number,
    accumulate: number,
  ): void;
  /** t [columns, rows] = aᵀ for a [rows, columns]; padding of t is left as it is. */
  transpose(
    t: Address,
    tRow: number,
    a: Address,
    aRow: number,
    rows: number,
    columns: number,
  ): void;
  /** c[n] = source for n < rows: copies one padded row. */
  fillRows(c: Address, cRow: number, source: Address, rows: number): void;
  /** c[n] = table[indices[n]], plus the row bias where its address is not 0; indices are int32. */
  gatherRows(
    c: Address,
    cRow: number,
    table: Address,
    bias: Address,
    indices: Address,
    rows: number,
  ): void;
  /** table[indices[n]] += a[n] in ascending n. */
  scatterAddRows(table: Address, a: Address, aRow: number, indices: Address, rows: number): void;
  /** target += Σ_n a[n] in ascending n. */
  sumRows(target: Address, a: Address, aRow: number, rows: number): void;
}
