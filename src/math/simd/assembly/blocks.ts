// Register blocks of the matrix product: a few rows of C by a few vectors, k terms each. Every element
// of C is one sum over k in ascending order, so blocks differ in speed only, never in bits.
//
// What the shapes owe to V8 and to a Zen 4 processor, where they were measured: loads, products and
// sums alone nearly fill what is issued per cycle, so every further instruction costs; four terms per
// turn share the loop and the steps along A. V8 holds 15 vectors in registers, and the one of Node 20
// moves all loads of a basic block to its top: four terms in one block spilled and ran at 28 instead
// of 40 GFLOP/s, so an exit after every term ends the block. For pairs to be merged to 256 bits
// accumulators start in an if/else (a select blocks it), operands of a pair sit at offsets 0 and 16 or
// 32 and 48, and A's element is a load_splat.
import { add } from './term';

/** Adds k terms to 2 rows × 4 vectors of C. Rows of C may coincide: rows are stored from the last to the
 * first, and the first is always in place. */
@inline
export function block2x4<T, A>(
  c0: usize, c1: usize,
  a0: usize, a1: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s01: v128, s02: v128, s03: v128;
  let s10: v128, s11: v128, s12: v128, s13: v128;
  if (accumulate) {
    s00 = v128.load(c0); s01 = v128.load(c0, 16); s02 = v128.load(c0, 32); s03 = v128.load(c0, 48);
    s10 = v128.load(c1); s11 = v128.load(c1, 16); s12 = v128.load(c1, 32); s13 = v128.load(c1, 48);
  } else {
    s00 = v128.splat<i32>(0); s01 = v128.splat<i32>(0); s02 = v128.splat<i32>(0); s03 = v128.splat<i32>(0);
    s10 = v128.splat<i32>(0); s11 = v128.splat<i32>(0); s12 = v128.splat<i32>(0); s13 = v128.splat<i32>(0);
  }
  for (;;) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = v128.load_splat<T>(a0);
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1);
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
    }
    if (k <= 1) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
    }
    if (k <= 2) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 2 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 2 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
    }
    if (k <= 3) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 3 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 3 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
    }
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    if (!isSigned<A>()) {
      a0 += 4 * sizeof<T>(); a1 += 4 * sizeof<T>();
    }
    k -= 4;
    if (k <= 0) break;
  }
  v128.store(c1, s10); v128.store(c1, s11, 16); v128.store(c1, s12, 32); v128.store(c1, s13, 48);
  v128.store(c0, s00); v128.store(c0, s01, 16); v128.store(c0, s02, 32); v128.store(c0, s03, 48);
}

/** As block2x4 for 4 rows × 1 vector: what 4 vectors leave over. */
@inline
export function block4x1<T, A>(
  c0: usize, c1: usize, c2: usize, c3: usize,
  a0: usize, a1: usize, a2: usize, a3: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s10: v128, s20: v128, s30: v128;
  if (accumulate) {
    s00 = v128.load(c0); s10 = v128.load(c1); s20 = v128.load(c2); s30 = v128.load(c3);
  } else {
    s00 = v128.splat<i32>(0); s10 = v128.splat<i32>(0); s20 = v128.splat<i32>(0); s30 = v128.splat<i32>(0);
  }
  for (;;) {
    {
      const b0 = v128.load(b);
      const x0 = v128.load_splat<T>(a0);
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1);
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      s00 = add<T>(s00, x0, b0); s10 = add<T>(s10, x1, b0); s20 = add<T>(s20, x2, b0); s30 = add<T>(s30, x3, b0);
    }
    if (k <= 1) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, sizeof<T>());
      s00 = add<T>(s00, x0, b0); s10 = add<T>(s10, x1, b0); s20 = add<T>(s20, x2, b0); s30 = add<T>(s30, x3, b0);
    }
    if (k <= 2) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 2 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 2 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 2 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 2 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s10 = add<T>(s10, x1, b0); s20 = add<T>(s20, x2, b0); s30 = add<T>(s30, x3, b0);
    }
    if (k <= 3) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 3 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 3 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 3 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 3 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s10 = add<T>(s10, x1, b0); s20 = add<T>(s20, x2, b0); s30 = add<T>(s30, x3, b0);
    }
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    if (!isSigned<A>()) {
      a0 += 4 * sizeof<T>(); a1 += 4 * sizeof<T>(); a2 += 4 * sizeof<T>(); a3 += 4 * sizeof<T>();
    }
    k -= 4;
    if (k <= 0) break;
  }
  v128.store(c3, s30);
  v128.store(c2, s20);
  v128.store(c1, s10);
  v128.store(c0, s00);
}
