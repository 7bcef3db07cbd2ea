// Elementary functions on vectors: the operations of src/math/elementary in the same order, so that
// every lane gets the same bits there and here, in any position. Masks stand for the branches of the
// scalar code. Formulas, special values and error bounds are written there.

import * as c from '../../elementary/coefficients';

/** Splats the single or the double precision value, whichever T is. */
@inline
function either<T>(single: f64, double: f64): v128 {
  return sizeof<T>() == 4 ? v128.splat<f32>(<f32>single) : v128.splat<f64>(double);
}

/** 1.5·2^23 or 1.5·2^52: adding it rounds to an integer, which then stands in the lowest bits. */
@inline
function rounder<T>(): v128 {
  return either<T>(12582912.0, 6755399441055744.0);
}

/** Horner step: rest·z + coefficient. */
@inline
function step<T>(rest: v128, z: v128, coefficient: v128): v128 {
  return v128.add<T>(v128.mul<T>(rest, z), coefficient);
}

@inline
function step64(rest: v128, z: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(rest, z), f64x2.splat(coefficient));
}

/** pmin and pmax let a NaN in x pass. */
@inline
function clamp<T>(x: v128, low: v128, high: v128): v128 {
  return v128.pmax<T>(v128.pmin<T>(x, high), low);
}

/** e^(x − n·ln 2) in single precision; the caller brings the constants. */
@inline
function reducedExp32(
  x: v128, n: v128, high: v128, low: v128, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, one: v128,
): v128 {
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, high)), f32x4.mul(n, low));
  const q = step<f32>(step<f32>(step<f32>(step<f32>(c4, r, c3), r, c2), r, c1), r, c0);
  return f32x4.add(one, f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q)));
}

/** e^(x − n·ln 2) in double precision. */
@inline
function reducedExp64(x: v128, n: v128): v128 {
  const high = f64x2.sub(x, f64x2.mul(n, f64x2.splat(c.LN2_HIGH64)));
  const r = f64x2.sub(high, f64x2.mul(n, f64x2.splat(c.LN2_LOW64)));
  let q = f64x2.splat(c.EXP64_C9);
  q = step64(q, r, c.EXP64_C8);
  q = step64(q, r, c.EXP64_C7);
  q = step64(q, r, c.EXP64_C6);
  q = step64(q, r, c.EXP64_C5);
  q = step64(q, r, c.EXP64_C4);
  q = step64(q, r, c.EXP64_C3);
  q = step64(q, r, c.EXP64_C2);
  q = step64(q, r, c.EXP64_C1);
  q = step64(q, r, c.EXP64_C0);
  return f64x2.add(f64x2.splat(1), f64x2.add(r, f64x2.mul(f64x2.mul(r, r), q)));
}

@inline
export function exp32(
  x: v128, bottom: v128, top: v128, perLn2: v128, whole: v128, high: v128, low: v128,
  c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, one: v128,
): v128 {
  const bounded = clamp<f32>(x, bottom, top);
  const shifted = f32x4.add(f32x4.mul(bounded, perLn2), whole);
  const e = reducedExp32(bounded, f32x4.sub(shifted, whole), high, low, c0, c1, c2, c3, c4, one);
  const half = i32x4.shr_u(shifted, 1);
  const rest = i32x4.sub(shifted, half);
  // The bits of 1 are the exponent's bias.
  const first = i32x4.add(i32x4.shl(half, 23), one);
  return f32x4.mul(f32x4.mul(e, first), i32x4.add(i32x4.shl(rest, 23), one));
}

/** raised is 2^64 and lowered 2^−64: 2^(n+64) is normal for every n, one rounding where e is subnormal. */
@inline
export function sigmoid32(
  x: v128, bottom: v128, top: v128, perLn2: v128, whole: v128, high: v128, low: v128,
  c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, one: v128, raised: v128, lowered: v128,
): v128 {
  const bounded = clamp<f32>(x, bottom, top);
  const shifted = f32x4.add(f32x4.mul(bounded, perLn2), whole);
  const reduced = reducedExp32(bounded, f32x4.sub(shifted, whole), high, low, c0, c1, c2, c3, c4, one);
  const scale = i32x4.add(i32x4.shl(shifted, 23), raised);
  const e = f32x4.mul(f32x4.mul(reduced, scale), lowered);
  return f32x4.div(e, f32x4.add(e, one));
}

@inline
export function tanh32(
  x: v128, bottom: v128, top: v128, n0: v128, n1: v128, n2: v128, d0: v128, d1: v128, quarter: v128, one: v128,
  sign: v128,
): v128 {
  const bounded = clamp<f32>(x, bottom, top);
  const z = f32x4.mul(bounded, bounded);
  const rise = f32x4.mul(f32x4.mul(bounded, z), step<f32>(step<f32>(n2, z, n1), z, n0));
  const t = f32x4.add(bounded, f32x4.div(rise, step<f32>(f32x4.add(z, d1), z, d0)));
  const value = f32x4.div(t, f32x4.add(f32x4.mul(f32x4.mul(t, t), quarter), one));
  return v128.or(value, v128.and(x, sign)); // −0 lost its sign in t
}

@inline
function tanh64(x: v128): v128 {
  const bounded = clamp<f64>(x, f64x2.splat(-c.TANH64_BOUND), f64x2.splat(c.TANH64_BOUND));
  const z = f64x2.mul(bounded, bounded);
  let above = f64x2.splat(c.TANH64_N5);
  above = step64(above, z, c.TANH64_N4);
  above = step64(above, z, c.TANH64_N3);
  above = step64(above, z, c.TANH64_N2);
  above = step64(above, z, c.TANH64_N1);
  above = step64(above, z, c.TANH64_N0);
  let below = f64x2.add(z, f64x2.splat(c.TANH64_D5));
  below = step64(below, z, c.TANH64_D4);
  below = step64(below, z, c.TANH64_D3);
  below = step64(below, z, c.TANH64_D2);
  below = step64(below, z, c.TANH64_D1);
  below = step64(below, z, c.TANH64_D0);
  const t = f64x2.add(bounded, f64x2.div(f64x2.mul(f64x2.mul(bounded, z), above), below));
  const value = f64x2.div(t, f64x2.add(f64x2.mul(f64x2.mul(t, t), f64x2.splat(0.25)), f64x2.splat(1)));
  return v128.or(value, v128.and(x, f64x2.splat(-0.0)));
}

/** Computes e^x in every lane. */
@inline
export function exp<T>(x: v128): v128 {
  if (sizeof<T>() == 4) {
    return exp32(
      x, f32x4.splat(-104), f32x4.splat(89), f32x4.splat(<f32>c.LOG2_E32), rounder<f32>(),
      f32x4.splat(<f32>c.LN2_HIGH32), f32x4.splat(<f32>c.LN2_LOW32), f32x4.splat(<f32>c.EXP32_C0),
      f32x4.splat(<f32>c.EXP32_C1), f32x4.splat(<f32>c.EXP32_C2), f32x4.splat(<f32>c.EXP32_C3),
      f32x4.splat(<f32>c.EXP32_C4), f32x4.splat(1),
    );
  }
  const bounded = clamp<f64>(x, f64x2.splat(-746), f64x2.splat(710));
  const shifted = f64x2.add(f64x2.mul(bounded, f64x2.splat(c.LOG2_E)), rounder<f64>());
  const e = reducedExp64(bounded, f64x2.sub(shifted, rounder<f64>()));
  const half = i64x2.shr_u(shifted, 1);
  const rest = i64x2.sub(shifted, half);
  const first = i64x2.add(i64x2.shl(half, 52), f64x2.splat(1));
  return f64x2.mul(f64x2.mul(e, first), i64x2.add(i64x2.shl(rest, 52), f64x2.splat(1)));
}

/** Computes tanh(x) in every lane. */
@inline
export function tanh<T>(x: v128): v128 {
  if (sizeof<T>() == 4) {
    return tanh32(
      x, f32x4.splat(<f32>-c.TANH32_BOUND), f32x4.splat(<f32>c.TANH32_BOUND), f32x4.splat(<f32>c.TANH32_N0),
      f32x4.splat(<f32>c.TANH32_N1), f32x4.splat(<f32>c.TANH32_N2), f32x4.splat(<f32>c.TANH32_D0),
      f32x4.splat(<f32>c.TANH32_D1), f32x4.splat(0.25), f32x4.splat(1), f32x4.splat(-0.0),
    );
  }
  return tanh64(x);
}

/** Computes 1/(1 + e^−x) in every lane. */
@inline
export function sigmoid<T>(x: v128): v128 {
  if (sizeof<T>() == 4) {
    return sigmoid32(
      x, f32x4.splat(-104), f32x4.splat(40), f32x4.splat(<f32>c.LOG2_E32), rounder<f32>(),
      f32x4.splat(<f32>c.LN2_HIGH32), f32x4.splat(<f32>c.LN2_LOW32), f32x4.splat(<f32>c.EXP32_C0),
      f32x4.splat(<f32>c.EXP32_C1), f32x4.splat(<f32>c.EXP32_C2), f32x4.splat(<f32>c.EXP32_C3),
      f32x4.splat(<f32>c.EXP32_C4), f32x4.splat(1), f32x4.splat(18446744073709551616.0),
      f32x4.splat(5.421010862427522e-20),
    );
  }
  const bounded = clamp<f64>(x, f64x2.splat(-746), f64x2.splat(40));
  const shifted = f64x2.add(f64x2.mul(bounded, f64x2.splat(c.LOG2_E)), rounder<f64>());
  const reduced = reducedExp64(bounded, f64x2.sub(shifted, rounder<f64>()));
  // 2^(n+512), then 2^−512: one rounding where the result is subnormal.
  const scale = i64x2.add(i64x2.shl(shifted, 52), i64x2.splat((1023 + 512) << 52));
  const e = f64x2.mul(f64x2.mul(reduced, scale), i64x2.splat((1023 - 512) << 52));
  return f64x2.div(e, f64x2.add(e, f64x2.splat(1)));
}

/** Computes the natural logarithm in every lane. */
@inline
export function log<T>(x: v128): v128 {
  const isSubnormal = v128.lt<T>(x, either<T>(1.1754943508222875e-38, 2.2250738585072014e-308));
  const raised = v128.mul<T>(x, either<T>(16777216.0, 18014398509481984.0));
  const normal = v128.bitselect(raised, x, isSubnormal);
  // Bits of √½ are subtracted and a bias that keeps the exponent positive is added.
  let biased: v128, m: v128, k: v128;
  if (sizeof<T>() == 4) {
    biased = i32x4.shr_u(i32x4.add(normal, i32x4.splat(0x40000000 - 0x3f3504f3)), 23);
    m = i32x4.add(i32x4.sub(normal, i32x4.shl(biased, 23)), i32x4.splat(0x40000000));
    k = f32x4.sub(v128.or(biased, i32x4.splat(0x4b000000)), f32x4.splat(8388608.0 + 128.0));
  } else {
    biased = i64x2.shr_u(i64x2.add(normal, i64x2.splat(0x4000000000000000 - 0x3fe6a09e00000000)), 52);
    m = i64x2.add(i64x2.sub(normal, i64x2.shl(biased, 52)), i64x2.splat(0x4000000000000000));
    k = f64x2.sub(v128.or(biased, i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0 + 1024.0));
  }
  k = v128.sub<T>(k, v128.and(isSubnormal, either<T>(24, 54)));
  const u = v128.sub<T>(m, either<T>(1, 1));
  const s = v128.div<T>(u, v128.add<T>(u, either<T>(2, 2)));
  const z = v128.mul<T>(s, s);
  let rest: v128;
  if (sizeof<T>() == 4) {
    rest = step<f32>(f32x4.splat(<f32>c.LOG32_C2), z, f32x4.splat(<f32>c.LOG32_C1));
    rest = step<f32>(rest, z, f32x4.splat(<f32>c.LOG32_C0));
  } else {
    rest = f64x2.splat(c.LOG64_C6);
    rest = step64(rest, z, c.LOG64_C5);
    rest = step64(rest, z, c.LOG64_C4);
    rest = step64(rest, z, c.LOG64_C3);
    rest = step64(rest, z, c.LOG64_C2);
    rest = step64(rest, z, c.LOG64_C1);
    rest = step64(rest, z, c.LOG64_C0);
  }
  const halfSquare = v128.mul<T>(v128.mul<T>(u, u), either<T>(0.5, 0.5));
  const near = v128.mul<T>(s, v128.add<T>(halfSquare, v128.mul<T>(z, rest)));
  const small = v128.add<T>(near, v128.mul<T>(k, either<T>(c.LN2_LOW32, c.LN2_LOW64)));
  const large = v128.mul<T>(k, either<T>(c.LN2_HIGH32, c.LN2_HIGH64));
  const finite = v128.sub<T>(large, v128.sub<T>(v128.sub<T>(halfSquare, small), u));
  const zero = either<T>(0, 0);
  const passed = v128.bitselect(finite, x, v128.lt<T>(x, either<T>(Infinity, Infinity)));
  const bottomed = v128.bitselect(either<T>(-Infinity, -Infinity), passed, v128.eq<T>(x, zero));
  return v128.or(bottomed, v128.lt<T>(x, zero));
}
