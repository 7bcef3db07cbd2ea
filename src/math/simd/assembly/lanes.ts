// What the kernels share about lanes: masks for the last block of a row, folds, promotion to f64.

/** All ones in the lanes whose column, counted from `first`, lies below `columns`; zeros elsewhere. */
@inline
export function columnMask<T>(first: i32, columns: i32): v128 {
  if (sizeof<T>() == 4) {
    return v128.lt<i32>(v128.add<i32>(i32x4(0, 1, 2, 3), v128.splat<i32>(first)), v128.splat<i32>(columns));
  }
  return v128.lt<i64>(v128.add<i64>(i64x2(0, 1), v128.splat<i64>(first)), v128.splat<i64>(columns));
}

/** Stores the lanes that a mask has; the others stay as they are. */
@inline
export function storeMasked(target: usize, x: v128, mask: v128): void {
  v128.store(target, v128.bitselect(x, v128.load(target), mask));
}

/**
 * Elements in `length` bytes, below 2 GiB. A signed division: the elementary loops hide constants
 * behind the count's sign, which an unsigned one would show to be 0. On Node 24 tanh then took 1.6 ns
 * an element instead of 0.8 (wide: 1.6 instead of 0.4); on Node 20 it took 0.9 instead of 1.0.
 */
@inline
export function elements<T>(length: usize): i32 {
  return <i32>length / <i32>sizeof<T>();
}

/** Zeroes what lies between `columns` and the padded end of each row. */
@inline
export function clearPadding<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  const width = <usize>columns * sizeof<T>();
  if ((width & 31) == 0) return;
  const lanes = <i32>(16 / sizeof<T>()), first = columns & (-2 * lanes);
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  a += width & ~31;
  for (; rows > 0; rows--) {
    v128.store(a, v128.and(v128.load(a), m0));
    v128.store(a, v128.and(v128.load(a, 16), m1), 16);
    a += row;
  }
}

/** Sum of the lanes of two vectors: halves are added until one is left. */
@inline
export function fold<T>(x0: v128, x1: v128): T {
  const s = v128.add<T>(x0, x1);
  if (sizeof<T>() == 4) {
    return (f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 2)) + (f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 3));
  }
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** The lower and upper half of four f32 lanes as f64. */
@inline
export function promoteLow(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/** Sum of four f64 pairs (8 accumulators) by halves: i with i + 4, then i + 2, then i + 1. */
@inline
export function fold8(s0: v128, s1: v128, s2: v128, s3: v128): f64 {
  return fold<f64>(v128.add<f64>(s0, s2), v128.add<f64>(s1, s3));
}
