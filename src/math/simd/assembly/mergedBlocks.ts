// Register blocks whose neighbouring vectors V8 merges to 256 bits; what they owe to it is said in
// blocks.ts.
import { add } from './term';

/** As block2x4 for 4 rows × 4 vectors, which are 2 where pairs are merged. */
@inline
export function block4x4<T, A>(
  c0: usize, c1: usize, c2: usize, c3: usize,
  a0: usize, a1: usize, a2: usize, a3: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s01: v128, s02: v128, s03: v128;
  let s10: v128, s11: v128, s12: v128, s13: v128;
  let s20: v128, s21: v128, s22: v128, s23: v128;
  let s30: v128, s31: v128, s32: v128, s33: v128;
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
  for (;;) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = v128.load_splat<T>(a0);
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1);
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s22 = add<T>(s22, x2, b2); s23 = add<T>(s23, x2, b3);
      s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1); s32 = add<T>(s32, x3, b2); s33 = add<T>(s33, x3, b3);
    }
    if (k <= 1) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s22 = add<T>(s22, x2, b2); s23 = add<T>(s23, x2, b3);
      s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1); s32 = add<T>(s32, x3, b2); s33 = add<T>(s33, x3, b3);
    }
    if (k <= 2) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 2 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 2 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 2 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 2 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s22 = add<T>(s22, x2, b2); s23 = add<T>(s23, x2, b3);
      s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1); s32 = add<T>(s32, x3, b2); s33 = add<T>(s33, x3, b3);
    }
    if (k <= 3) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 3 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 3 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 3 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 3 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s02 = add<T>(s02, x0, b2); s03 = add<T>(s03, x0, b3);
      s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1); s12 = add<T>(s12, x1, b2); s13 = add<T>(s13, x1, b3);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s22 = add<T>(s22, x2, b2); s23 = add<T>(s23, x2, b3);
      s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1); s32 = add<T>(s32, x3, b2); s33 = add<T>(s33, x3, b3);
    }
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    if (!isSigned<A>()) {
      a0 += 4 * sizeof<T>(); a1 += 4 * sizeof<T>(); a2 += 4 * sizeof<T>(); a3 += 4 * sizeof<T>();
    }
    k -= 4;
    if (k <= 0) break;
  }
  v128.store(c3, s30); v128.store(c3, s31, 16); v128.store(c3, s32, 32); v128.store(c3, s33, 48);
  v128.store(c2, s20); v128.store(c2, s21, 16); v128.store(c2, s22, 32); v128.store(c2, s23, 48);
  v128.store(c1, s10); v128.store(c1, s11, 16); v128.store(c1, s12, 32); v128.store(c1, s13, 48);
  v128.store(c0, s00); v128.store(c0, s01, 16); v128.store(c0, s02, 32); v128.store(c0, s03, 48);
}

/** As block2x4 for 4 rows × 2 vectors, which are 1 where pairs are merged. */
@inline
export function block4x2<T, A>(
  c0: usize, c1: usize, c2: usize, c3: usize,
  a0: usize, a1: usize, a2: usize, a3: usize, aColumn: usize,
  b: usize, bRow: usize, k: i32, accumulate: i32,
): void {
  let s00: v128, s01: v128, s10: v128, s11: v128;
  let s20: v128, s21: v128, s30: v128, s31: v128;
  if (accumulate) {
    s00 = v128.load(c0); s01 = v128.load(c0, 16); s10 = v128.load(c1); s11 = v128.load(c1, 16);
    s20 = v128.load(c2); s21 = v128.load(c2, 16); s30 = v128.load(c3); s31 = v128.load(c3, 16);
  } else {
    s00 = v128.splat<i32>(0); s01 = v128.splat<i32>(0); s10 = v128.splat<i32>(0); s11 = v128.splat<i32>(0);
    s20 = v128.splat<i32>(0); s21 = v128.splat<i32>(0); s30 = v128.splat<i32>(0); s31 = v128.splat<i32>(0);
  }
  for (;;) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = v128.load_splat<T>(a0);
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1);
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1);
    }
    if (k <= 1) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1);
    }
    if (k <= 2) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 2 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 2 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 2 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 2 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1);
    }
    if (k <= 3) break;
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = isSigned<A>() ? v128.load_splat<T>(a0) : v128.load_splat<T>(a0, 3 * sizeof<T>());
      const x1 = isSigned<A>() ? v128.load_splat<T>(a0, sizeof<T>()) : v128.load_splat<T>(a1, 3 * sizeof<T>());
      const x2 = isSigned<A>() ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2, 3 * sizeof<T>());
      const x3 = isSigned<A>() ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3, 3 * sizeof<T>());
      s00 = add<T>(s00, x0, b0); s01 = add<T>(s01, x0, b1); s10 = add<T>(s10, x1, b0); s11 = add<T>(s11, x1, b1);
      s20 = add<T>(s20, x2, b0); s21 = add<T>(s21, x2, b1); s30 = add<T>(s30, x3, b0); s31 = add<T>(s31, x3, b1);
    }
    b += bRow;
    if (isSigned<A>()) a0 += aColumn;
    if (!isSigned<A>()) {
      a0 += 4 * sizeof<T>(); a1 += 4 * sizeof<T>(); a2 += 4 * sizeof<T>(); a3 += 4 * sizeof<T>();
    }
    k -= 4;
    if (k <= 0) break;
  }
  v128.store(c3, s30); v128.store(c3, s31, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c0, s00); v128.store(c0, s01, 16);
}
