// The kernels of blocks of columns: parts of rows that lie side by side with others, taken apart, put
// together and computed with in place.
import type { Address } from './address.ts';

/**
 * Operations over the first `columns` elements of rows that may begin and end anywhere; what lies
 * beyond them stays as it is. Each matrix has its own row stride; rows go in ascending order, and a
 * stride of 0 is the same row every time: a vector for all, or a sum over all.
 */
export interface ColumnOperations {
  /**
   * target[g·rows + n] = columns g·columns … (g+1)·columns − 1 of source[n]: blocks that lie side by
   * side in a row come apart, each with padded rows. Padding of the target becomes zero.
   */
  splitColumns(
    target: Address,
    targetRow: number,
    source: Address,
    sourceRow: number,
    rows: number,
    columns: number,
    blocks: number,
  ): void;
  /** The reverse of splitColumns; writes blocks·columns elements of each target row, no padding. */
  joinColumns(
    target: Address,
    targetRow: number,
    source: Address,
    sourceRow: number,
    rows: number,
    columns: number,
    blocks: number,
  ): void;
  /** target += a. */
  addColumns(
    target: Address,
    targetRow: number,
    a: Address,
    aRow: number,
    rows: number,
    columns: number,
  ): void;
  /** target = a ∘ b. */
  multiplyColumns(
    target: Address,
    targetRow: number,
    a: Address,
    aRow: number,
    b: Address,
    bRow: number,
    rows: number,
    columns: number,
  ): void;
  /** target += a ∘ b. */
  addProductColumns(
    target: Address,
    targetRow: number,
    a: Address,
    aRow: number,
    b: Address,
    bRow: number,
    rows: number,
    columns: number,
  ): void;
}
