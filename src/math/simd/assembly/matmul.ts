// Register-blocked matrix products over row-major operands.

// @ts-ignore: decorator
@inline
function tile4<T>(c: usize, cRow: usize, a0: usize, a1: usize, a2: usize, a3: usize, aStep: usize, b: usize, bStep: usize, k: i32, accumulate: i32, c1: usize, c2:usize, c3:usize, m0: v128, m1: v128): void {
  let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128, s30: v128, s31: v128;
  if (accumulate) {
    s00 = v128.load(c); s01 = v128.load(c, 16);
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
    let x = v128.splat<T>(load<T>(a0));
    s00 = v128.add<T>(s00, v128.mul<T>(x, b0)); s01 = v128.add<T>(s01, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a1));
    s10 = v128.add<T>(s10, v128.mul<T>(x, b0)); s11 = v128.add<T>(s11, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a2));
    s20 = v128.add<T>(s20, v128.mul<T>(x, b0)); s21 = v128.add<T>(s21, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a3));
    s30 = v128.add<T>(s30, v128.mul<T>(x, b0)); s31 = v128.add<T>(s31, v128.mul<T>(x, b1));
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
    b += bStep;
  }
  v128.store(c, s00); v128.store(c, s01, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c3, s30); v128.store(c3, s31, 16);
}

// @ts-ignore: decorator
@inline
function tile4x4v<T>(a0: usize, a1: usize, a2: usize, a3: usize, aStep: usize, b: usize, bStep: usize, k: i32, accumulate: i32, c: usize, c1: usize, c2:usize, c3:usize): void {
  let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128, s30: v128, s31: v128;
  let s02: v128, s03: v128, s12: v128, s13: v128, s22: v128, s23: v128, s32: v128, s33: v128;
  if (accumulate) {
    s00 = v128.load(c); s01 = v128.load(c, 16);s02 = v128.load(c, 32); s03 = v128.load(c, 48);
    s10 = v128.load(c1); s11 = v128.load(c1, 16);s12 = v128.load(c1, 32); s13 = v128.load(c1, 48);
    s20 = v128.load(c2); s21 = v128.load(c2, 16);s22 = v128.load(c2, 32); s23 = v128.load(c2, 48);
    s30 = v128.load(c3); s31 = v128.load(c3, 16);s32 = v128.load(c3, 32); s33 = v128.load(c3, 48);
  } else {
    s00 = v128.splat<i32>(0); s01 = v128.splat<i32>(0);s02 = v128.splat<i32>(0); s03 = v128.splat<i32>(0);
    s10 = v128.splat<i32>(0); s11 = v128.splat<i32>(0);s12 = v128.splat<i32>(0); s13 = v128.splat<i32>(0);
    s20 = v128.splat<i32>(0); s21 = v128.splat<i32>(0);s22 = v128.splat<i32>(0); s23 = v128.splat<i32>(0);
    s30 = v128.splat<i32>(0); s31 = v128.splat<i32>(0);s32 = v128.splat<i32>(0); s33 = v128.splat<i32>(0);
  }
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b,32), b3 = v128.load(b,48);
    let x = v128.splat<T>(load<T>(a0));
    s00 = v128.add<T>(s00, v128.mul<T>(x, b0)); s01 = v128.add<T>(s01, v128.mul<T>(x, b1));
    s02 = v128.add<T>(s02, v128.mul<T>(x, b2)); s03 = v128.add<T>(s03, v128.mul<T>(x, b3));
    x = v128.splat<T>(load<T>(a1));
    s10 = v128.add<T>(s10, v128.mul<T>(x, b0)); s11 = v128.add<T>(s11, v128.mul<T>(x, b1));
    s12 = v128.add<T>(s12, v128.mul<T>(x, b2)); s13 = v128.add<T>(s13, v128.mul<T>(x, b3));
    x = v128.splat<T>(load<T>(a2));
    s20 = v128.add<T>(s20, v128.mul<T>(x, b0)); s21 = v128.add<T>(s21, v128.mul<T>(x, b1));
    s22 = v128.add<T>(s22, v128.mul<T>(x, b2)); s23 = v128.add<T>(s23, v128.mul<T>(x, b3));
    x = v128.splat<T>(load<T>(a3));
    s30 = v128.add<T>(s30, v128.mul<T>(x, b0)); s31 = v128.add<T>(s31, v128.mul<T>(x, b1));
    s32 = v128.add<T>(s32, v128.mul<T>(x, b2)); s33 = v128.add<T>(s33, v128.mul<T>(x, b3));
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
    b += bStep;
  }
  v128.store(c, s00); v128.store(c, s01, 16); v128.store(c, s02, 32); v128.store(c, s03, 48);
  v128.store(c1, s10); v128.store(c1, s11, 16);v128.store(c1, s12, 32); v128.store(c1, s13, 48);
  v128.store(c2, s20); v128.store(c2, s21, 16);v128.store(c2, s22, 32); v128.store(c2, s23, 48);
  v128.store(c3, s30); v128.store(c3, s31, 16);v128.store(c3, s32, 32); v128.store(c3, s33, 48);
}

export function matmul8(c: usize, cRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, m: i32, n: i32, k: i32, accumulate: i32): void {
  const z = v128.splat<i32>(0);
  for (let i = 0; i < m; i += 4) {
    const i1 = min(i + 1, m - 1), i2 = min(i + 2, m - 1), i3 = min(i + 3, m - 1);
    const a0 = a + i * aRow, a1 = a + i1 * aRow, a2 = a + i2 * aRow, a3 = a + i3 * aRow;
    const c0 = c + i * cRow, c1 = c + i1 * cRow, c2 = c + i2 * cRow, c3 = c + i3 * cRow;
    for (let j = 0; j < n; j += 8) {
      const o = (<usize>j) << 2;
      tile4<f32>(c0 + o, cRow, a0, a1, a2, a3, aStep, b + o, bStep, k, accumulate, c1 + o, c2 + o, c3 + o, z, z);
    }
  }
}
export function matmul16(c: usize, cRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, m: i32, n: i32, k: i32, accumulate: i32): void {
  const z = v128.splat<i32>(0);
  for (let i = 0; i < m; i += 4) {
    const i1 = min(i + 1, m - 1), i2 = min(i + 2, m - 1), i3 = min(i + 3, m - 1);
    const a0 = a + i * aRow, a1 = a + i1 * aRow, a2 = a + i2 * aRow, a3 = a + i3 * aRow;
    const c0 = c + i * cRow, c1 = c + i1 * cRow, c2 = c + i2 * cRow, c3 = c + i3 * cRow;
    let j = 0;
    for (; j + 8 < n; j += 16) {
      const o = (<usize>j) << 2;
      tile4x4v<f32>(a0, a1, a2, a3, aStep, b + o, bStep, k, accumulate, c0 + o, c1 + o, c2 + o, c3 + o);
    }
    for (; j < n; j += 8) {
      const o = (<usize>j) << 2;
      tile4<f32>(c0 + o, cRow, a0, a1, a2, a3, aStep, b + o, bStep, k, accumulate, c1 + o, c2 + o, c3 + o, z, z);
    }
  }
}
