// Layer normalization over padded rows; see operations/normalization.ts.
import { columnMask, fold } from './lanes';

/** One over √(variance + epsilon). */
@inline
function inverseRoot<T>(variance: T, epsilon: T): T {
  return <T>1 / sqrt<T>(variance + epsilon);
}

/** Σ of a row divided by its columns; padding is zero. */
@inline
function meanOfRow<T>(u: usize, row: usize, columns: i32): T {
  let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0);
  for (let o: usize = 0; o < row; o += 32) {
    s0 = v128.add<T>(s0, v128.load(u + o));
    s1 = v128.add<T>(s1, v128.load(u + o, 16));
  }
  return fold<T>(s0, s1) / <T>columns;
}

/** normalized = (u − mean)·inverse, y = normalized ∘ gain + bias. */
@inline
export function normalizeRows<T>(
  y: usize, normalized: usize, inverse: usize, u: usize, gain: usize, bias: usize,
  row: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (; rows > 0; rows--) {
    const center = v128.splat<T>(meanOfRow<T>(u, row, columns));
    let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0);
    for (let o: usize = 0, first = 0; o < row; o += 32, first += 2 * lanes) {
      const d0 = v128.and(v128.sub<T>(v128.load(u + o), center), columnMask<T>(first, columns));
      const d1 = v128.and(v128.sub<T>(v128.load(u + o, 16), center), columnMask<T>(first + lanes, columns));
      v128.store(normalized + o, d0);
      v128.store(normalized + o, d1, 16);
      s0 = v128.add<T>(s0, v128.mul<T>(d0, d0));
      s1 = v128.add<T>(s1, v128.mul<T>(d1, d1));
    }
    const one = inverseRoot<T>(fold<T>(s0, s1) / <T>columns, <T>epsilon);
    store<T>(inverse, one);
    const factor = v128.splat<T>(one);
    for (let o: usize = 0, first = 0; o < row; o += 16, first += lanes) {
      // 0·∞ in the padding would stay NaN.
      const value = v128.and(v128.mul<T>(v128.load(normalized + o), factor), columnMask<T>(first, columns));
      v128.store(normalized + o, value);
      v128.store(y + o, v128.add<T>(v128.mul<T>(value, v128.load(gain + o)), v128.load(bias + o)));
    }
    y += row;
    normalized += row;
    u += row;
    inverse += 32;
  }
}

/** du = inverse·(d − mean(d) − normalized·mean(d ∘ normalized)), d = dy ∘ gain. */
@inline
export function normalizeRowsBackward<T>(
  du: usize, dy: usize, normalized: usize, inverse: usize, gain: usize, row: usize, rows: i32, columns: i32,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (; rows > 0; rows--) {
    let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0), p0 = v128.splat<T>(0), p1 = v128.splat<T>(0);
    for (let o: usize = 0; o < row; o += 32) {
      const d0 = v128.mul<T>(v128.load(dy + o), v128.load(gain + o));
      const d1 = v128.mul<T>(v128.load(dy + o, 16), v128.load(gain + o, 16));
      s0 = v128.add<T>(s0, d0);
      s1 = v128.add<T>(s1, d1);
      p0 = v128.add<T>(p0, v128.mul<T>(d0, v128.load(normalized + o)));
      p1 = v128.add<T>(p1, v128.mul<T>(d1, v128.load(normalized + o, 16)));
    }
    const first = v128.splat<T>(fold<T>(s0, s1) / <T>columns);
    const second = v128.splat<T>(fold<T>(p0, p1) / <T>columns);
    const factor = v128.splat<T>(load<T>(inverse));
    for (let o: usize = 0, column = 0; o < row; o += 16, column += lanes) {
      const d = v128.mul<T>(v128.load(dy + o), v128.load(gain + o));
      const rest = v128.sub<T>(v128.sub<T>(d, first), v128.mul<T>(v128.load(normalized + o), second));
      v128.store(du + o, v128.and(v128.mul<T>(factor, rest), columnMask<T>(column, columns)));
    }
    du += row;
    dy += row;
    normalized += row;
    inverse += 32;
  }
}
