// The kernels of regularizers that look at states and their gradients row by row.
import type { Address } from './address.ts';

/** Row-wise terms over states [T·B, H] and their derivatives; sums and norms are taken in f64. */
export interface RegularizerOperations {
  /** Writes ‖x‖² of each of `rows` rows, in f64, side by side to `target`, which is f64 too. */
  rowSquares(target: Address, source: Address, row: number, rows: number): void;
  /**
   * The rows of the paper's Ω: with r = ‖v‖²/‖d‖² (squared not 0) or ‖v‖/‖d‖ for each of `rows` rows,
   * target = c·v, where c = 4(r − 1)/‖d‖² or 2(r − 1)/(‖v‖·‖d‖), each product taken in f64. ‖v‖² and
   * ‖d‖² are given as `rowSquares` writes them. A row where ‖d‖² < least is inactive: c = 0; c is 0
   * where ‖v‖ = 0, too. Writes how many rows are active to the int32 at `active` and returns
   * Σ (r − 1)² over them. target may be v.
   */
  omegaRows(
    target: Address,
    v: Address,
    row: number,
    vSquares: Address,
    dSquares: Address,
    rows: number,
    columns: number,
    squared: number,
    least: number,
    active: Address,
  ): number;
  /**
   * With n_t = ‖h_t‖ of each of B sequences, adds scale·((n_t − n_{t−1}) − (n_{t+1} − n_t))·h_t/n_t
   * to dh_t for t = 0 … T, without the terms of t − 1 < 0 and t + 1 > T, and nothing where n_t = 0.
   * h and dh are [(T+1)·B, H], time-major. Returns Σ (n_t − n_{t−1})² over t = 1 … T and B.
   */
  stabilizeNorms(
    dh: Address,
    h: Address,
    row: number,
    sequenceLength: number,
    batchSize: number,
    columns: number,
    scale: number,
  ): number;
}
