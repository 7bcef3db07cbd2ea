// Steps of gated cells; see operations/gates.ts for the equations. Gates lie side by side in rows:
// whole vectors are read, and at a gate's last one only the lanes of the gate are stored. All of a
// vector's operands are read before anything is stored, as gradients take the places of gates.
import { columnMask, storeMasked } from './lanes';

/** target += a. */
@inline
export function add<T>(target: usize, a: usize, length: usize): void {
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.add<T>(v128.load(target + o), v128.load(a + o));
    const x1 = v128.add<T>(v128.load(target + o, 16), v128.load(a + o, 16));
    v128.store(target + o, x0);
    v128.store(target + o, x1, 16);
  }
}

/** target = a ∘ b. */
@inline
export function multiply<T>(target: usize, a: usize, b: usize, length: usize): void {
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.mul<T>(v128.load(a + o), v128.load(b + o));
    const x1 = v128.mul<T>(v128.load(a + o, 16), v128.load(b + o, 16));
    v128.store(target + o, x0);
    v128.store(target + o, x1, 16);
  }
}

@inline
function sumWithProduct<T>(target: usize, a: usize, b: usize): v128 {
  return v128.add<T>(v128.load(target), v128.mul<T>(v128.load(a), v128.load(b)));
}

/** target += a ∘ b. */
@inline
export function addProduct<T>(target: usize, a: usize, b: usize, length: usize): void {
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = sumWithProduct<T>(target + o, a + o, b + o);
    const x1 = sumWithProduct<T>(target + o + 16, a + o + 16, b + o + 16);
    v128.store(target + o, x0);
    v128.store(target + o, x1, 16);
  }
}

/** g(1 − g). */
@inline
function slope<T>(gate: v128): v128 {
  return v128.mul<T>(gate, v128.sub<T>(v128.splat<T>(1), gate));
}

/** 1 − y². */
@inline
function tanhSlope<T>(y: v128): v128 {
  return v128.sub<T>(v128.splat<T>(1), v128.mul<T>(y, y));
}

/** c = f ∘ before + i ∘ g. */
@inline
function cellAt<T>(before: usize, gates: usize, width: usize): v128 {
  const kept = v128.mul<T>(v128.load(gates + width), v128.load(before));
  return v128.add<T>(kept, v128.mul<T>(v128.load(gates), v128.load(gates + 2 * width)));
}

/** The cell state, in two copies. */
@inline
export function lstmCell<T>(
  c: usize, copy: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32,
): void {
  const width = <usize>columns * sizeof<T>(), whole = width & ~15;
  const mask = columnMask<T>(<i32>(whole / sizeof<T>()), columns);
  for (; rows > 0; rows--, c += row, copy += row, before += row, gates += gatesRow) {
    let o: usize = 0;
    for (; o < whole; o += 16) {
      const x = cellAt<T>(before + o, gates + o, width);
      v128.store(c + o, x);
      v128.store(copy + o, x);
    }
    if (o < width) {
      const x = cellAt<T>(before + o, gates + o, width);
      storeMasked(c + o, x, mask);
      storeMasked(copy + o, x, mask);
    }
  }
}

/** Stores a whole vector, or only the lanes of a mask. */
@inline
function put(masked: bool, target: usize, x: v128, mask: v128): void {
  if (masked) storeMasked(target, x, mask);
  else v128.store(target, x);
}

/** One vector of every gate on the way back. */
@inline
function lstmBackwardAt<T>(
  masked: bool, mask: v128, gates: usize, width: usize, dc: usize, dBefore: usize, dh: usize, tanhC: usize,
  before: usize, po: usize,
): void {
  const atF = gates + width, atG = atF + width, atO = atG + width;
  const i = v128.load(gates), f = v128.load(atF), g = v128.load(atG), o = v128.load(atO);
  const d = v128.load(dh), squashed = v128.load(tanhC), kept = v128.load(before);
  const daO = v128.mul<T>(v128.mul<T>(d, squashed), slope<T>(o));
  let total = v128.load(dc);
  if (po) total = v128.add<T>(total, v128.mul<T>(daO, v128.load(po)));
  total = v128.add<T>(total, v128.mul<T>(v128.mul<T>(d, o), tanhSlope<T>(squashed)));
  put(masked, gates, v128.mul<T>(v128.mul<T>(total, g), slope<T>(i)), mask);
  put(masked, atF, v128.mul<T>(v128.mul<T>(total, kept), slope<T>(f)), mask);
  put(masked, atG, v128.mul<T>(v128.mul<T>(total, i), tanhSlope<T>(g)), mask);
  put(masked, atO, daO, mask);
  put(masked, dc, total, mask);
  put(masked, dBefore, v128.mul<T>(total, f), mask);
}

/** Back through a step: dc, da of every gate, and dc of the step before. */
@inline
export function lstmBackward<T>(
  gates: usize, gatesRow: usize, dc: usize, dBefore: usize, dh: usize, tanhC: usize, before: usize, row: usize,
  po: usize, rows: i32, columns: i32,
): void {
  const width = <usize>columns * sizeof<T>(), whole = width & ~15;
  const mask = columnMask<T>(<i32>(whole / sizeof<T>()), columns);
  for (; rows > 0; rows--, gates += gatesRow, dc += row, dBefore += row, dh += row, tanhC += row, before += row) {
    let o: usize = 0, p = po;
    for (; o < whole; o += 16) {
      lstmBackwardAt<T>(false, mask, gates + o, width, dc + o, dBefore + o, dh + o, tanhC + o, before + o, p);
      if (po) p += 16;
    }
    if (o < width) {
      lstmBackwardAt<T>(true, mask, gates + o, width, dc + o, dBefore + o, dh + o, tanhC + o, before + o, p);
    }
  }
}

/** n + z ∘ (before − n). */
@inline
function blendAt<T>(before: usize, gates: usize, width: usize): v128 {
  const candidate = v128.load(gates + 2 * width);
  const change = v128.mul<T>(v128.load(gates + width), v128.sub<T>(v128.load(before), candidate));
  return v128.add<T>(candidate, change);
}

/** The new state of a GRU. */
@inline
export function gruBlend<T>(
  h: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32,
): void {
  const width = <usize>columns * sizeof<T>(), whole = width & ~15;
  const mask = columnMask<T>(<i32>(whole / sizeof<T>()), columns);
  for (; rows > 0; rows--, h += row, before += row, gates += gatesRow) {
    let o: usize = 0;
    for (; o < whole; o += 16) v128.store(h + o, blendAt<T>(before + o, gates + o, width));
    if (o < width) storeMasked(h + o, blendAt<T>(before + o, gates + o, width), mask);
  }
}

/** One vector of z and n on the way back. */
@inline
function gruBackwardAt<T>(
  masked: bool, mask: v128, gates: usize, width: usize, dh: usize, dBefore: usize, before: usize, accumulate: i32,
): void {
  const atZ = gates + width, atN = atZ + width;
  const z = v128.load(atZ), n = v128.load(atN), d = v128.load(dh), state = v128.load(before);
  let kept = v128.mul<T>(d, z);
  if (accumulate) kept = v128.add<T>(v128.load(dBefore), kept);
  put(masked, dBefore, kept, mask);
  put(masked, atZ, v128.mul<T>(v128.mul<T>(d, v128.sub<T>(state, n)), slope<T>(z)), mask);
  put(masked, atN, v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.splat<T>(1), z)), tanhSlope<T>(n)), mask);
}

/** Back through the blend: da of z and n, and what goes to the state before. */
@inline
export function gruBackward<T>(
  gates: usize, gatesRow: usize, dh: usize, dBefore: usize, before: usize, row: usize, rows: i32, columns: i32,
  accumulate: i32,
): void {
  const width = <usize>columns * sizeof<T>(), whole = width & ~15;
  const mask = columnMask<T>(<i32>(whole / sizeof<T>()), columns);
  for (; rows > 0; rows--, gates += gatesRow, dh += row, dBefore += row, before += row) {
    let o: usize = 0;
    for (; o < whole; o += 16) {
      gruBackwardAt<T>(false, mask, gates + o, width, dh + o, dBefore + o, before + o, accumulate);
    }
    if (o < width) gruBackwardAt<T>(true, mask, gates + o, width, dh + o, dBefore + o, before + o, accumulate);
  }
}

/** One vector of r and of what it resets on the way back. */
@inline
function resetBackwardAt<T>(masked: bool, mask: v128, r: usize, db: usize, a: usize, b: usize): void {
  const reset = v128.load(r), given = v128.load(a), product = v128.mul<T>(given, v128.load(b));
  put(masked, r, v128.mul<T>(product, slope<T>(reset)), mask);
  put(masked, db, v128.mul<T>(given, reset), mask);
}

/** Back through the reset gate: da of r, and of what it resets. */
@inline
export function resetBackward<T>(
  r: usize, rRow: usize, db: usize, dbRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32,
): void {
  const width = <usize>columns * sizeof<T>(), whole = width & ~15;
  const mask = columnMask<T>(<i32>(whole / sizeof<T>()), columns);
  for (; rows > 0; rows--, r += rRow, db += dbRow, a += aRow, b += bRow) {
    let o: usize = 0;
    for (; o < whole; o += 16) resetBackwardAt<T>(false, mask, r + o, db + o, a + o, b + o);
    if (o < width) resetBackwardAt<T>(true, mask, r + o, db + o, a + o, b + o);
  }
}
