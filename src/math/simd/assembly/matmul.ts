// Matrix products C = A·B and C += A·B over row-major operands: which part of C is built when, so that
// what a block reads lies in the first-level cache. The arithmetic is in the blocks.
import { block2x4, block4x1 } from './blocks';
import { clearPadding } from './lanes';
import { block4x2, block4x4 } from './mergedBlocks';
import { Straight, Turned } from './term';

/** Pairs of rows × 4 vectors; where m is odd, the last pair repeats row m − 1. */
@inline
function panel2x4<T, A>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, k: i32, accumulate: i32,
): void {
  for (; m > 0; m -= 2) {
    const c1 = c + (m > 1 ? cRow : 0), a1 = a + (m > 1 ? aRow : 0);
    block2x4<T, A>(c, c1, a, a1, aColumn, b, bRow, k, accumulate);
    c += 2 * cRow;
    a += 2 * aRow;
  }
}

/** Rows by fours × `vectors` vectors; rows beyond m − 1 repeat it. */
@inline
function panel4<T, A>(
  vectors: i32, c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, k: i32, accumulate: i32,
): void {
  for (; m > 0; m -= 4) {
    const c1 = c + (m > 1 ? cRow : 0), c2 = c1 + (m > 2 ? cRow : 0), c3 = c2 + (m > 3 ? cRow : 0);
    const a1 = a + (m > 1 ? aRow : 0), a2 = a1 + (m > 2 ? aRow : 0), a3 = a2 + (m > 3 ? aRow : 0);
    if (vectors == 1) block4x1<T, A>(c, c1, c2, c3, a, a1, a2, a3, aColumn, b, bRow, k, accumulate);
    else if (vectors == 2) block4x2<T, A>(c, c1, c2, c3, a, a1, a2, a3, aColumn, b, bRow, k, accumulate);
    else block4x4<T, A>(c, c1, c2, c3, a, a1, a2, a3, aColumn, b, bRow, k, accumulate);
    c += 4 * cRow;
    a += 4 * aRow;
  }
}

/** Bytes of the first-level cache that a block of A and a strip of B may fill together. */
@inline
const CACHED_BYTES: i32 = 24576;

/** Rows of C built at a time, so that their part of A stays in the cache for every strip of B. */
@inline
const ROWS: i32 = 64;

/** Terms added at a time: k in parts that are equal, multiples of 4 and small enough for the cache. */
@inline
function termsPerPass<T>(rows: i32, k: i32): i32 {
  const most = CACHED_BYTES / (64 + rows * <i32>sizeof<T>());
  const passes = (k + most - 1) / most;
  return passes <= 1 ? k : ((k + passes - 1) / passes + 3) & ~3;
}

/** The product in parts; strips of 4 vectors, the rest by narrower ones. */
@inline
function multiply<T, A>(
  wide: bool, c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, n: i32, k: i32, accumulate: i32,
): void {
  const width = <usize>n * sizeof<T>();
  const step = termsPerPass<T>(min(m, ROWS), k);
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    const ci = c + <usize>i * cRow, ai = a + <usize>i * aRow;
    for (let t = 0; t < k; t += step) {
      const terms = min(step, k - t), at = ai + <usize>t * aColumn, bt = b + <usize>t * bRow;
      let o: usize = 0;
      if (wide) {
        for (; o + 32 < width; o += 64) {
          panel4<T, A>(4, ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, terms, accumulate | t);
        }
        if (o < width) {
          panel4<T, A>(2, ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, terms, accumulate | t);
        }
      } else {
        for (; o + 48 < width; o += 64) {
          panel2x4<T, A>(ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, terms, accumulate | t);
        }
        for (; o < width; o += 16) {
          panel4<T, A>(1, ci + o, cRow, at, aRow, aColumn, bt + o, bRow, rows, terms, accumulate | t);
        }
      }
    }
  }
  clearPadding<T>(c, cRow, m, n); // 0·∞ there would otherwise stay NaN
}

/** C (+)= A·B for 128-bit vectors; see `matmul` in kernels.ts for the contract. */
@inline
export function matmulNarrow<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, n: i32, k: i32, accumulate: i32,
): void {
  if (aColumn == sizeof<T>()) multiply<T, Straight>(false, c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate);
  else multiply<T, Turned>(false, c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate);
}

/** C (+)= A·B for pairs of vectors that the engine merges. */
@inline
export function matmulWide<T>(
  c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize,
  m: i32, n: i32, k: i32, accumulate: i32,
): void {
  if (aColumn == sizeof<T>()) multiply<T, Straight>(true, c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate);
  else multiply<T, Turned>(true, c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate);
}
