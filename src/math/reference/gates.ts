// Reference steps of gated cells. The oracle for simd/assembly/gates.ts.
import type { GateOperations } from '../operations/gates.ts';
import type { Scope } from './scope.ts';

/** Makes the gate kernels of a scope. */
export function gateKernels({ elements: f, shift, round }: Scope): GateOperations {
  /** g(1 − g). */
  const slope = (gate: number): number => round(gate * round(1 - gate));
  /** 1 − g². */
  const tanhSlope = (value: number): number => round(1 - round(value * value));
  /** Calls with the offset of every element in padded rows, and its index among the first gate's. */
  const forEach = (
    row: number,
    gates: number,
    gatesRow: number,
    rows: number,
    columns: number,
    step: (offset: number, at: number) => void,
  ): void => {
    for (let n = 0; n < rows; n++) {
      const [offset, at] = [(n * row) >>> shift, (gates + n * gatesRow) >>> shift];
      for (let j = 0; j < columns; j++) step(offset + j, at + j);
    }
  };
  return {
    add(target, a, length) {
      for (let k = 0; k < length >>> shift; k++) {
        const at = (target >>> shift) + k;
        f[at] = round(f[at]! + f[(a >>> shift) + k]!);
      }
    },
    multiply(target, a, b, length) {
      for (let k = 0; k < length >>> shift; k++) {
        f[(target >>> shift) + k] = round(f[(a >>> shift) + k]! * f[(b >>> shift) + k]!);
      }
    },
    addProduct(target, a, b, length) {
      for (let k = 0; k < length >>> shift; k++) {
        const at = (target >>> shift) + k;
        f[at] = round(f[at]! + round(f[(a >>> shift) + k]! * f[(b >>> shift) + k]!));
      }
    },
    lstmCell(c, copy, before, row, gates, gatesRow, rows, columns) {
      forEach(row, gates, gatesRow, rows, columns, (k, at) => {
        const kept = round(f[at + columns]! * f[(before >>> shift) + k]!);
        const value = round(kept + round(f[at]! * f[at + 2 * columns]!));
        f[(c >>> shift) + k] = value;
        f[(copy >>> shift) + k] = value;
      });
    },
    lstmBackward(gates, gatesRow, dc, dBefore, dh, tanhC, before, row, po, rows, columns) {
      forEach(row, gates, gatesRow, rows, columns, (k, at) => {
        const [atF, atG, atO] = [at + columns, at + 2 * columns, at + 3 * columns];
        const [i, forget, g, o] = [f[at]!, f[atF]!, f[atG]!, f[atO]!];
        const [d, squashed] = [f[(dh >>> shift) + k]!, f[(tanhC >>> shift) + k]!];
        const daO = round(round(d * squashed) * slope(o));
        let total = f[(dc >>> shift) + k]!;
        if (po) total = round(total + round(daO * f[(po >>> shift) + (k % (row >>> shift))]!));
        total = round(total + round(round(d * o) * tanhSlope(squashed)));
        f[at] = round(round(total * g) * slope(i));
        f[atF] = round(round(total * f[(before >>> shift) + k]!) * slope(forget));
        f[atG] = round(round(total * i) * tanhSlope(g));
        f[atO] = daO;
        f[(dc >>> shift) + k] = total;
        f[(dBefore >>> shift) + k] = round(total * forget);
      });
    },
    gruBlend(h, before, row, gates, gatesRow, rows, columns) {
      forEach(row, gates, gatesRow, rows, columns, (k, at) => {
        const n = f[at + 2 * columns]!;
        const change = round(f[at + columns]! * round(f[(before >>> shift) + k]! - n));
        f[(h >>> shift) + k] = round(n + change);
      });
    },
    gruBackward(gates, gatesRow, dh, dBefore, before, row, rows, columns, accumulate) {
      forEach(row, gates, gatesRow, rows, columns, (k, at) => {
        const [atZ, atN, to] = [at + columns, at + 2 * columns, (dBefore >>> shift) + k];
        const [z, n, d] = [f[atZ]!, f[atN]!, f[(dh >>> shift) + k]!];
        const kept = round(d * z);
        f[to] = accumulate ? round(f[to]! + kept) : kept;
        f[atZ] = round(round(d * round(f[(before >>> shift) + k]! - n)) * slope(z));
        f[atN] = round(round(d * round(1 - z)) * tanhSlope(n));
      });
    },
    resetBackward(r, rRow, db, dbRow, a, aRow, b, bRow, rows, columns) {
      for (let n = 0; n < rows; n++) {
        for (let j = 0; j < columns; j++) {
          const at = ((r + n * rRow) >>> shift) + j;
          const reset = f[at]!;
          const given = f[((a + n * aRow) >>> shift) + j]!;
          const product = round(given * f[((b + n * bRow) >>> shift) + j]!);
          f[at] = round(product * slope(reset));
          f[((db + n * dbRow) >>> shift) + j] = round(given * reset);
        }
      }
    },
  };
}
