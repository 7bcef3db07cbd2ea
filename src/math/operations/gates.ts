// The kernels of gated cells: blocks of columns taken apart and put together, and the element-wise
// steps of LSTM and GRU. Which gate is which is said by the cells.
import type { Address } from '../kernels.ts';

/** Operations over gates; lengths are those of whole padded rows. */
export interface GateOperations {
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
  add(target: Address, a: Address, length: number): void;
  /** target = a ∘ b. */
  multiply(target: Address, a: Address, b: Address, length: number): void;
  /** target += a ∘ b. */
  addProduct(target: Address, a: Address, b: Address, length: number): void;
  /** target[n] += a[n] ∘ v for one padded row v. */
  addScaledRows(target: Address, a: Address, v: Address, row: number, rows: number): void;
  /** target += Σ_n a[n] ∘ b[n] in ascending n. */
  sumProductRows(target: Address, a: Address, b: Address, row: number, rows: number): void;
  /** da = (a ∘ b) ∘ gate ∘ (1 − gate): back through a sigmoid gate that a ∘ b is the slope by. */
  gateBackward(da: Address, a: Address, b: Address, gate: Address, length: number): void;
  /** c = f ∘ before + i ∘ g; gates holds i, f, g, o, each of `length`. */
  lstmCell(c: Address, before: Address, gates: Address, length: number): void;
  /**
   * With gates i, f, g, o, each of `length`: dc += dh ∘ o ∘ (1 − tanhC²), then
   * da_i = dc ∘ g ∘ i(1 − i), da_f = dc ∘ before ∘ f(1 − f), da_g = dc ∘ i ∘ (1 − g²) and
   * dBefore = dc ∘ f. da holds the blocks of i, f and g.
   */
  lstmCellBackward(
    da: Address,
    dc: Address,
    dBefore: Address,
    dh: Address,
    gates: Address,
    tanhC: Address,
    before: Address,
    length: number,
  ): void;
  /** h = n + z ∘ (before − n); gates holds r, z, n, each of `length`. */
  gruBlend(h: Address, before: Address, gates: Address, length: number): void;
  /**
   * With gates r, z, n, each of `length`: da_z = dh ∘ (before − n) ∘ z(1 − z) and
   * da_n = dh ∘ (1 − z) ∘ (1 − n²). da holds the blocks of r, which is left as it is, z and n.
   */
  gruBackward(da: Address, dh: Address, gates: Address, before: Address, length: number): void;
}
