// Matrix products C = A·B and C += A·B over row-major operands, in register blocks of 4 rows by 2
// or 4 vectors. Every element of C is one sum over k in ascending order, whatever the block, so the
// blocks differ in speed only, never in bits.
//
// The loops are written so that V8 can merge neighbouring 128-bit operations into 256-bit ones:
// accumulators start in an if/else (a select would block the merge), operands of a pair sit at
// offsets 0 and 16 or 32 and 48, and A's element is a load_splat.

/** Adds A·B to a block of 4 rows × 2 vectors, k terms. Rows may coincide: equal rows, equal bits. */
// @ts-ignore: decorator
@inline
function block4x2<T>(
  c0: usize, c1: usize, c2: usize, c3: usize,
  a0: usize, a1: usize, a2: usize, a3: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s01: v128, s10: v128, s11: v128;
  let s20: v128, s21: v128, s30: v128, s31: v128;
  if (accumulate) {
    s00 = v128.load(c0); s01 = v128.load(c0, 16);
    s10 = v128.load(c1); s11 = v128.load(c1, 16);
    s20 = v128.load(c2); s21 = v128.load(c2, 16);
    s30 = v128.load(c3); s31 = v128.load(c3, 16);
  } else {
    s00 = v128.splat<i32>(0); s01 = v128.splat<i32>(0);
    s10 = v128.splat<i32>(0); s11 = v128.splat<i32>(0);
    s20 = v128.splat<i32>(0); s21 = v128.splat<i32>(0);
    s30 = v128.splat<i32>(0); s31 = v128.splat<i32>(0);
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load_splat<T>(a0);
    s00 = v128.add<T>(s00, v128.mul<T>(x0, b0)); s01 = v128.add<T>(s01, v128.mul<T>(x0, b1));
    const x1 = v128.load_splat<T>(a1);
    s10 = v128.add<T>(s10, v128.mul<T>(x1, b0)); s11 = v128.add<T>(s11, v128.mul<T>(x1, b1));
    const x2 = v128.load_splat<T>(a2);
    s20 = v128.add<T>(s20, v128.mul<T>(x2, b0)); s21 = v128.add<T>(s21, v128.mul<T>(x2, b1));
    const x3 = v128.load_splat<T>(a3);
    s30 = v128.add<T>(s30, v128.mul<T>(x3, b0)); s31 = v128.add<T>(s31, v128.mul<T>(x3, b1));
    a0 += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn;
    b += bRow;
  }
  v128.store(c0, s00); v128.store(c0, s01, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c3, s30); v128.store(c3, s31, 16);
}

/** As block4x2 with 4 vectors; k must be even, as two terms are added per turn. */
// @ts-ignore: decorator
@inline
function block4x4<T>(
  c0: usize, c1: usize, c2: usize, c3: usize,
  a0: usize, a1: usize, a2: usize, a3: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s01: v128, s02: v128, s03: v128, s10: v128, s11: v128, s12: v128, s13: v128;
  let s20: v128, s21: v128, s22: v128, s23: v128, s30: v128, s31: v128, s32: v128, s33: v128;
  if (accumulate) {
    s00 = v128.load(c0); s01 = v128.load(c0, 16); s02 = v128.load(c0, 32); s03 = v128.load(c0, 48);
    s10 = v128.load(c1); s11 = v128.load(c1, 16); s12 = v128.load(c1, 32); s13 = v128.load(c1, 48);
    s20 = v128.load(c2); s21 = v128.load(c2, 16); s22 = v128.load(c2, 32); s23 = v128.load(c2, 48);
    s30 = v128.load(c3); s31 = v128.load(c3, 16); s32 = v128.load(c3, 32); s33 = v128.load(c3, 48);
  } else {
    s00 = v128.splat<i32>(0); s01 = v128.splat<i32>(0); s02 = v128.splat<i32>(0); s03 = v128.splat<i32>(0);
    s10 = v128.splat<i32>(0); s11 = v128.splat<i32>(0); s12 = v128.splat<i32>(0); s13 = v128.splat<i32>(0);
    s20 = v128.splat<i32>(0); s21 = v128.splat<i32>(0); s22 = v128.splat<i32>(0); s23 = v128.splat<i32>(0);
    s30 = v128.splat<i32>(0); s31 = v128.splat<i32>(0); s32 = v128.splat<i32>(0); s33 = v128.splat<i32>(0);
  }
  for (; k > 0; k -= 2) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = v128.load_splat<T>(a0);
      s00 = v128.add<T>(s00, v128.mul<T>(x0, b0)); s01 = v128.add<T>(s01, v128.mul<T>(x0, b1));
      s02 = v128.add<T>(s02, v128.mul<T>(x0, b2)); s03 = v128.add<T>(s03, v128.mul<T>(x0, b3));
      const x1 = v128.load_splat<T>(a1);
      s10 = v128.add<T>(s10, v128.mul<T>(x1, b0)); s11 = v128.add<T>(s11, v128.mul<T>(x1, b1));
      s12 = v128.add<T>(s12, v128.mul<T>(x1, b2)); s13 = v128.add<T>(s13, v128.mul<T>(x1, b3));
      const x2 = v128.load_splat<T>(a2);
      s20 = v128.add<T>(s20, v128.mul<T>(x2, b0)); s21 = v128.add<T>(s21, v128.mul<T>(x2, b1));
      s22 = v128.add<T>(s22, v128.mul<T>(x2, b2)); s23 = v128.add<T>(s23, v128.mul<T>(x2, b3));
      const x3 = v128.load_splat<T>(a3);
      s30 = v128.add<T>(s30, v128.mul<T>(x3, b0)); s31 = v128.add<T>(s31, v128.mul<T>(x3, b1));
      s32 = v128.add<T>(s32, v128.mul<T>(x3, b2)); s33 = v128.add<T>(s33, v128.mul<T>(x3, b3));
      a0 += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn;
      b += bRow;
    }
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = v128.load_splat<T>(a0);
      s00 = v128.add<T>(s00, v128.mul<T>(x0, b0)); s01 = v128.add<T>(s01, v128.mul<T>(x0, b1));
      s02 = v128.add<T>(s02, v128.mul<T>(x0, b2)); s03 = v128.add<T>(s03, v128.mul<T>(x0, b3));
      const x1 = v128.load_splat<T>(a1);
      s10 = v128.add<T>(s10, v128.mul<T>(x1, b0)); s11 = v128.add<T>(s11, v128.mul<T>(x1, b1));
      s12 = v128.add<T>(s12, v128.mul<T>(x1, b2)); s13 = v128.add<T>(s13, v128.mul<T>(x1, b3));
      const x2 = v128.load_splat<T>(a2);
      s20 = v128.add<T>(s20, v128.mul<T>(x2, b0)); s21 = v128.add<T>(s21, v128.mul<T>(x2, b1));
      s22 = v128.add<T>(s22, v128.mul<T>(x2, b2)); s23 = v128.add<T>(s23, v128.mul<T>(x2, b3));
      const x3 = v128.load_splat<T>(a3);
      s30 = v128.add<T>(s30, v128.mul<T>(x3, b0)); s31 = v128.add<T>(s31, v128.mul<T>(x3, b1));
      s32 = v128.add<T>(s32, v128.mul<T>(x3, b2)); s33 = v128.add<T>(s33, v128.mul<T>(x3, b3));
      a0 += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn;
      b += bRow;
    }
  }
  v128.store(c0, s00); v128.store(c0, s01, 16); v128.store(c0, s02, 32); v128.store(c0, s03, 48);
  v128.store(c1, s10); v128.store(c1, s11, 16); v128.store(c1, s12, 32); v128.store(c1, s13, 48);
  v128.store(c2, s20); v128.store(c2, s21, 16); v128.store(c2, s22, 32); v128.store(c2, s23, 48);
  v128.store(c3, s30); v128.store(c3, s31, 16); v128.store(c3, s32, 32); v128.store(c3, s33, 48);
}

/** Products over all row blocks for the columns [from, to) bytes; the last block repeats row m - 1. */
// @ts-ignore: decorator
@inline
function panel2<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, k: i32, accumulate: i32,
): void {
  const last = m - 1;
  for (let i = 0; i < m; i += 4) {
    const i1 = <usize>min(i + 1, last), i2 = <usize>min(i + 2, last), i3 = <usize>min(i + 3, last);
    block4x2<T>(
      c + <usize>i * cRow, c + i1 * cRow, c + i2 * cRow, c + i3 * cRow,
      a + <usize>i * aRow, a + i1 * aRow, a + i2 * aRow, a + i3 * aRow, aColumn,
      b, bRow, k, accumulate,
    );
  }
}

// @ts-ignore: decorator
@inline
function panel4<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, k: i32, accumulate: i32,
): void {
  const last = m - 1;
  for (let i = 0; i < m; i += 4) {
    const i1 = <usize>min(i + 1, last), i2 = <usize>min(i + 2, last), i3 = <usize>min(i + 3, last);
    block4x4<T>(
      c + <usize>i * cRow, c + i1 * cRow, c + i2 * cRow, c + i3 * cRow,
      a + <usize>i * aRow, a + i1 * aRow, a + i2 * aRow, a + i3 * aRow, aColumn,
      b, bRow, k, accumulate,
    );
  }
}

/** Zeroes what lies between column n and the padded row end: 0·∞ there would otherwise stay NaN. */
// @ts-ignore: decorator
@inline
function clearPadding<T>(c: usize, cRow: usize, m: i32, n: i32): void {
  const used = (<usize>n * sizeof<T>()) & 31;
  if (used == 0) return;
  const start = c + ((<usize>n * sizeof<T>()) & ~31);
  for (let i = 0; i < m; i++) {
    const end = start + <usize>i * cRow;
    for (let o = used; o < 32; o += sizeof<T>()) store<T>(end + o, 0);
  }
}

/** Bytes of the first-level cache that a block of A and a strip of B may fill together. */
// @ts-ignore: decorator
@inline
const CACHED_BYTES: i32 = 24576;

/** Rows of C built at a time, so that their part of A stays in the cache for every strip of B. */
// @ts-ignore: decorator
@inline
const ROWS: i32 = 64;

/** Terms added at a time: k in equal, even parts, each small enough for the cache. */
// @ts-ignore: decorator
@inline
function termsPerPass<T>(rows: i32, k: i32): i32 {
  const most = CACHED_BYTES / (64 + rows * <i32>sizeof<T>());
  const passes = (k + most - 1) / most;
  return passes <= 1 ? k : ((k + passes - 1) / passes + 1) & ~1;
}

/** C (+)= A·B in blocks of 4 rows × 32 bytes; see `matmul` in kernels.ts for the contract. */
export function matmulNarrow<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, n: i32, k: i32, accumulate: i32,
): void {
  const width = (<usize>n * sizeof<T>() + 31) & ~31;
  const step = termsPerPass<T>(min(m, ROWS), k);
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    const ci = c + <usize>i * cRow, ai = a + <usize>i * aRow;
    for (let t = 0; t == 0 || t < k; t += step) {
      const terms = min(step, k - t), at = ai + <usize>t * aColumn, bt = b + <usize>t * bRow;
      for (let o: usize = 0; o < width; o += 32) {
        panel2<T>(ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, terms, accumulate | t);
      }
    }
  }
  clearPadding<T>(c, cRow, m, n);
}

/** C (+)= A·B in blocks of 4 rows × 64 bytes, with a last column block of 32 where n asks for it. */
export function matmulWide<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, n: i32, k: i32, accumulate: i32,
): void {
  const width = (<usize>n * sizeof<T>() + 31) & ~31;
  const step = termsPerPass<T>(min(m, ROWS), k);
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    const ci = c + <usize>i * cRow, ai = a + <usize>i * aRow;
    for (let t = 0; t == 0 || t < k; t += step) {
      const terms = min(step, k - t), at = ai + <usize>t * aColumn, bt = b + <usize>t * bRow;
      const even = terms & ~1;
      let o: usize = 0;
      for (; o + 64 <= width; o += 64) {
        panel4<T>(ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, even, accumulate | t);
      }
      if (o < width) {
        panel2<T>(ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, even, accumulate | t);
      }
      if (terms & 1) {
        const ae = at + <usize>even * aColumn, be = bt + <usize>even * bRow;
        for (o = 0; o < width; o += 32) {
          panel2<T>(ci + o, cRow, ae, aRow, aColumn, be + o, bRow, rows, 1, 1);
        }
      }
    }
  }
  clearPadding<T>(c, cRow, m, n);
}
