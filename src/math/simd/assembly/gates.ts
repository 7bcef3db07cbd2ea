// Steps of gated cells over padded rows; see operations/gates.ts for the equations. Pairs of vectors,
// so that an engine that merges neighbours computes 256 bits at once.
import { columnMask } from './lanes';

/** Blocks of columns come apart; what is read beyond a block is masked away. */
@inline
export function splitColumns<T>(
  target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32,
): void {
  const lanes = <i32>(16 / sizeof<T>()), last = targetRow - 32, first = <i32>(last / sizeof<T>());
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  const width = <usize>columns * sizeof<T>();
  for (; blocks > 0; blocks--, source += width) {
    for (let n = 0, from = source; n < rows; n++, from += sourceRow, target += targetRow) {
      for (let o: usize = 0; o < last; o += 32) {
        const x0 = v128.load(from + o), x1 = v128.load(from + o, 16);
        v128.store(target + o, x0);
        v128.store(target + o, x1, 16);
      }
      v128.store(target + last, v128.and(v128.load(from + last), m0));
      v128.store(target + last, v128.and(v128.load(from + last, 16), m1), 16);
    }
  }
}

/** Blocks of columns come together; exactly their elements are written. */
@inline
export function joinColumns<T>(
  target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32,
): void {
  const width = <usize>columns * sizeof<T>();
  for (; blocks > 0; blocks--, target += width) {
    for (let n = 0, to = target; n < rows; n++, to += targetRow, source += sourceRow) {
      let o: usize = 0;
      for (; o + 16 <= width; o += 16) v128.store(to + o, v128.load(source + o));
      if (width & 8) {
        store<u64>(to + o, load<u64>(source + o));
        o += 8;
      }
      if (width & 4) store<u32>(to + o, load<u32>(source + o));
    }
  }
}

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

/** target[n] += a[n] ∘ v. */
@inline
export function addScaledRows<T>(target: usize, a: usize, v: usize, row: usize, rows: i32): void {
  for (; rows > 0; rows--, target += row, a += row) addProduct<T>(target, a, v, row);
}

/** target += Σ a[n] ∘ b[n]. */
@inline
export function sumProductRows<T>(target: usize, a: usize, b: usize, row: usize, rows: i32): void {
  for (; rows > 0; rows--, a += row, b += row) addProduct<T>(target, a, b, row);
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

/** da = (a ∘ b) ∘ gate(1 − gate). */
@inline
export function gateBackward<T>(da: usize, a: usize, b: usize, gate: usize, length: usize): void {
  for (let o: usize = 0; o < length; o += 16) {
    const product = v128.mul<T>(v128.load(a + o), v128.load(b + o));
    v128.store(da + o, v128.mul<T>(product, slope<T>(v128.load(gate + o))));
  }
}

/** c = f ∘ before + i ∘ g. */
@inline
export function lstmCell<T>(c: usize, before: usize, gates: usize, length: usize): void {
  const f = gates + length, g = f + length;
  for (let o: usize = 0; o < length; o += 16) {
    const kept = v128.mul<T>(v128.load(f + o), v128.load(before + o));
    v128.store(c + o, v128.add<T>(kept, v128.mul<T>(v128.load(gates + o), v128.load(g + o))));
  }
}

/** Back through the cell: dc, da of i, f and g, and dc of the step before. */
@inline
export function lstmCellBackward<T>(
  da: usize, dc: usize, dBefore: usize, dh: usize, gates: usize, tanhC: usize, before: usize, length: usize,
): void {
  const atF = gates + length, atG = atF + length, atO = atG + length;
  const daF = da + length, daG = daF + length;
  for (let o: usize = 0; o < length; o += 16) {
    const i = v128.load(gates + o), f = v128.load(atF + o), g = v128.load(atG + o);
    const above = v128.mul<T>(v128.mul<T>(v128.load(dh + o), v128.load(atO + o)), tanhSlope<T>(v128.load(tanhC + o)));
    const total = v128.add<T>(v128.load(dc + o), above);
    v128.store(da + o, v128.mul<T>(v128.mul<T>(total, g), slope<T>(i)));
    v128.store(daF + o, v128.mul<T>(v128.mul<T>(total, v128.load(before + o)), slope<T>(f)));
    v128.store(daG + o, v128.mul<T>(v128.mul<T>(total, i), tanhSlope<T>(g)));
    v128.store(dc + o, total);
    v128.store(dBefore + o, v128.mul<T>(total, f));
  }
}

/** h = n + z ∘ (before − n). */
@inline
export function gruBlend<T>(h: usize, before: usize, gates: usize, length: usize): void {
  const z = gates + length, n = z + length;
  for (let o: usize = 0; o < length; o += 16) {
    const candidate = v128.load(n + o);
    const change = v128.mul<T>(v128.load(z + o), v128.sub<T>(v128.load(before + o), candidate));
    v128.store(h + o, v128.add<T>(candidate, change));
  }
}

/** Back through the blend: da of z and n. */
@inline
export function gruBackward<T>(da: usize, dh: usize, gates: usize, before: usize, length: usize): void {
  const atZ = gates + length, atN = atZ + length, daZ = da + length, daN = daZ + length;
  for (let o: usize = 0; o < length; o += 16) {
    const z = v128.load(atZ + o), n = v128.load(atN + o), d = v128.load(dh + o);
    v128.store(daZ + o, v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.load(before + o), n)), slope<T>(z)));
    v128.store(daN + o, v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.splat<T>(1), z)), tanhSlope<T>(n)));
  }
}
