// Reference steps of gated cells. The oracle for simd/assembly/gates.ts.
import type { GateOperations } from '../operations/gates.ts';
import type { Scope } from './scope.ts';

/** Makes the gate kernels of a scope. */
export function gateKernels({ elements: f, shift, round }: Scope): GateOperations {
  /** g(1 − g). */
  const slope = (gate: number): number => round(gate * round(1 - gate));
  /** 1 − g². */
  const tanhSlope = (value: number): number => round(1 - round(value * value));
  const copyBlocks = (
    rows: number,
    blocks: number,
    copy: (block: number, n: number) => void,
  ): void => {
    for (let g = 0; g < blocks; g++) for (let n = 0; n < rows; n++) copy(g, n);
  };
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
    addScaledRows(target, a, v, row, rows) {
      for (let k = 0; k < (rows * row) >>> shift; k++) {
        const at = (target >>> shift) + k;
        const factor = f[(v >>> shift) + (k % (row >>> shift))]!;
        f[at] = round(f[at]! + round(f[(a >>> shift) + k]! * factor));
      }
    },
    sumProductRows(target, a, b, row, rows) {
      for (let k = 0; k < (rows * row) >>> shift; k++) {
        const at = (target >>> shift) + (k % (row >>> shift));
        f[at] = round(f[at]! + round(f[(a >>> shift) + k]! * f[(b >>> shift) + k]!));
      }
    },
    gateBackward(da, a, b, gate, length) {
      for (let k = 0; k < length >>> shift; k++) {
        const product = round(f[(a >>> shift) + k]! * f[(b >>> shift) + k]!);
        f[(da >>> shift) + k] = round(product * slope(f[(gate >>> shift) + k]!));
      }
    },
    lstmCell(c, before, gates, length) {
      const count = length >>> shift;
      for (let k = 0; k < count; k++) {
        const at = (gates >>> shift) + k;
        const kept = round(f[at + count]! * f[(before >>> shift) + k]!);
        f[(c >>> shift) + k] = round(kept + round(f[at]! * f[at + 2 * count]!));
      }
    },
    lstmCellBackward(da, dc, dBefore, dh, gates, tanhC, before, length) {
      const count = length >>> shift;
      for (let k = 0; k < count; k++) {
        const at = (gates >>> shift) + k;
        const [i, forget, g, o] = [f[at]!, f[at + count]!, f[at + 2 * count]!, f[at + 3 * count]!];
        const above = round(
          round(f[(dh >>> shift) + k]! * o) * tanhSlope(f[(tanhC >>> shift) + k]!),
        );
        const total = round(f[(dc >>> shift) + k]! + above);
        const to = (da >>> shift) + k;
        f[to] = round(round(total * g) * slope(i));
        f[to + count] = round(round(total * f[(before >>> shift) + k]!) * slope(forget));
        f[to + 2 * count] = round(round(total * i) * tanhSlope(g));
        f[(dc >>> shift) + k] = total;
        f[(dBefore >>> shift) + k] = round(total * forget);
      }
    },
    gruBlend(h, before, gates, length) {
      const count = length >>> shift;
      for (let k = 0; k < count; k++) {
        const at = (gates >>> shift) + k;
        const n = f[at + 2 * count]!;
        const change = round(f[at + count]! * round(f[(before >>> shift) + k]! - n));
        f[(h >>> shift) + k] = round(n + change);
      }
    },
    gruBackward(da, dh, gates, before, length) {
      const count = length >>> shift;
      for (let k = 0; k < count; k++) {
        const at = (gates >>> shift) + k;
        const [z, n] = [f[at + count]!, f[at + 2 * count]!];
        const d = f[(dh >>> shift) + k]!;
        const to = (da >>> shift) + k;
        f[to + count] = round(round(d * round(f[(before >>> shift) + k]! - n)) * slope(z));
        f[to + 2 * count] = round(round(d * round(1 - z)) * tanhSlope(n));
      }
    },
  };
}
