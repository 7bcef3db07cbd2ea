// The kernels of gated cells: the element-wise steps of LSTM and GRU. Which gate is which is said by
// the cells.
import type { Address } from './address.ts';

/**
 * Operations over the gates of one step, which lie side by side in rows of their own stride, `columns`
 * elements each; other matrices have padded rows of one stride. Backward, a gate's gradient by its
 * pre-activation takes the gate's place. What lies beyond the columns stays as it is.
 */
export interface GateOperations {
  /** target += a, over whole padded rows. */
  add(target: Address, a: Address, length: number): void;
  /** target = a ∘ b, over whole padded rows. */
  multiply(target: Address, a: Address, b: Address, length: number): void;
  /** target += a ∘ b, over whole padded rows. */
  addProduct(target: Address, a: Address, b: Address, length: number): void;
  /** With gates i, f, g, o: c = f ∘ before + i ∘ g, in two copies. */
  lstmCell(
    c: Address,
    copy: Address,
    before: Address,
    row: number,
    gates: Address,
    gatesRow: number,
    rows: number,
    columns: number,
  ): void;
  /**
   * With gates i, f, g, o and the peephole po, a row, or 0: da_o = dh ∘ tanhC ∘ o(1 − o),
   * dc += da_o ∘ po, then dc += dh ∘ o ∘ (1 − tanhC²), da_i = dc ∘ g ∘ i(1 − i),
   * da_f = dc ∘ before ∘ f(1 − f), da_g = dc ∘ i ∘ (1 − g²) and dBefore = dc ∘ f.
   */
  lstmBackward(
    gates: Address,
    gatesRow: number,
    dc: Address,
    dBefore: Address,
    dh: Address,
    tanhC: Address,
    before: Address,
    row: number,
    po: Address,
    rows: number,
    columns: number,
  ): void;
  /** With gates r, z, n: h = n + z ∘ (before − n). */
  gruBlend(
    h: Address,
    before: Address,
    row: number,
    gates: Address,
    gatesRow: number,
    rows: number,
    columns: number,
  ): void;
  /**
   * With gates r, z, n, of which r stays: dBefore (+)= dh ∘ z, da_z = dh ∘ (before − n) ∘ z(1 − z)
   * and da_n = dh ∘ (1 − z) ∘ (1 − n²).
   * @param accumulate whether dBefore is added to (1) or set (0)
   */
  gruBackward(
    gates: Address,
    gatesRow: number,
    dh: Address,
    dBefore: Address,
    before: Address,
    row: number,
    rows: number,
    columns: number,
    accumulate: number,
  ): void;
  /**
   * Back through the reset gate of r ∘ b, given a = d(r ∘ b): da_r = a ∘ b ∘ r(1 − r) in r's place,
   * and db = a ∘ r, which may be where a or b is.
   */
  resetBackward(
    r: Address,
    rRow: number,
    db: Address,
    dbRow: number,
    a: Address,
    aRow: number,
    b: Address,
    bRow: number,
    rows: number,
    columns: number,
  ): void;
}
