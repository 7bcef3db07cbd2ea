// exp, tanh, sigmoid and log in single precision: every operation is rounded to f32, so that these
// give the bits of the vector code. The oracle, not the fast path; double precision lives beside it.

import { exponent32, powerOfTwo32, significand32 } from './bits.ts';
import * as c from './coefficients.ts';
import type { ElementaryFunctions } from './types.ts';

const f = Math.fround;

const EXP = [c.EXP32_C0, c.EXP32_C1, c.EXP32_C2, c.EXP32_C3, c.EXP32_C4];
const TANH_ABOVE = [c.TANH32_N0, c.TANH32_N1, c.TANH32_N2];
const TANH_BELOW = [c.TANH32_D0, c.TANH32_D1, 1];
const LOG = [c.LOG32_C0, c.LOG32_C1, c.LOG32_C2];

/** 1.5·2^23: adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUNDER = 12582912;
// Powers of two in digits, as `**` is not exact everywhere: 2^-126, 2^-64, 2^24.
const SMALLEST_NORMAL = 1.1754943508222875e-38;
const SCALE_BACK = 5.421010862427522e-20;
const SUBNORMAL_FACTOR = 16777216;
const SUBNORMAL_SHIFT = 24;

/** Evaluates Σ coefficients[i]·z^i from the highest down. */
function polynomial(z: number, coefficients: readonly number[]): number {
  let value = coefficients[coefficients.length - 1]!;
  for (let i = coefficients.length - 2; i >= 0; i--) value = f(f(value * z) + coefficients[i]!);
  return value;
}

/** Bounds x; NaN passes through. */
function clamp(x: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, x));
}

/** Rounds x/ln 2 to an integer n. */
function wholePowers(x: number): number {
  return f(f(f(x * c.LOG2_E32) + ROUNDER) - ROUNDER);
}

/** Computes e^(x − n·ln 2), within [√½, √2]. */
function reducedExp(x: number, n: number): number {
  const r = f(f(x - f(n * c.LN2_HIGH32)) - f(n * c.LN2_LOW32));
  return f(1 + f(r + f(f(r * r) * polynomial(r, EXP))));
}

function exp(x: number): number {
  const bounded = clamp(x, -104, 89);
  const n = wholePowers(bounded);
  // Two factors: 2^n itself leaves the range at both ends, the result need not.
  const half = Math.floor(n / 2);
  return f(f(reducedExp(bounded, n) * powerOfTwo32(half)) * powerOfTwo32(n - half));
}

function tanh(x: number): number {
  if (x === 0) return x;
  const bounded = clamp(x, -c.TANH32_BOUND, c.TANH32_BOUND);
  const z = f(bounded * bounded);
  const rise = f(f(bounded * z) * polynomial(z, TANH_ABOVE));
  const t = f(bounded + f(rise / polynomial(z, TANH_BELOW)));
  return f(t / f(f(f(t * t) * 0.25) + 1));
}

function sigmoid(x: number): number {
  const bounded = clamp(x, -104, 40);
  const n = wholePowers(bounded);
  // 2^(n+64) is normal for every n here: one rounding where the result is subnormal.
  const e = f(f(reducedExp(bounded, n) * powerOfTwo32(n + 64)) * SCALE_BACK);
  return f(e / f(e + 1));
}

function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x < 0) return Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const normal = subnormal ? f(x * SUBNORMAL_FACTOR) : x;
  const shift = exponent32(normal);
  const k = subnormal ? shift - SUBNORMAL_SHIFT : shift;
  const u = f(significand32(normal, shift) - 1);
  const s = f(u / f(u + 2));
  const z = f(s * s);
  const rest = f(z * polynomial(z, LOG));
  const halfSquare = f(f(u * u) * 0.5);
  const small = f(f(s * f(halfSquare + rest)) + f(k * c.LN2_LOW32));
  return f(f(k * c.LN2_HIGH32) - f(f(halfSquare - small) - u));
}

/**
 * Computes exp, tanh, sigmoid and log of single precision values in single precision.
 *
 * - `exp`: n = round(x/ln 2), r = x − n·ln 2, e^x = 2^n·(1 + r + r²·q(r)); at most 1 ulp; overflows
 *   to Infinity, underflows gradually; exp(0) = 1.
 * - `tanh`: t = 2·tanh(x/2) as x + x³·N(x²)/D(x²), tanh(x) = t/(1 + t²/4), which forgives errors of t
 *   where tanh saturates; at most 2.6 ulp; odd, −0 is kept, ±1 from |x| = 9.011 on.
 * - `sigmoid`: e/(1 + e) with e = e^x: the relative error stays small in the left tail, which
 *   underflows gradually; at most 2.5 ulp.
 * - `log`: x = m·2^k with m in [√½, √2), s = (m−1)/(m+1), log m = 2·atanh(s); at most 1 ulp;
 *   log(0) = −Infinity, log(x < 0) = NaN, log(1) = 0; subnormal x are as good as others.
 *
 * NaN gives NaN. Errors are in units in the last place of the exact result.
 */
export const elementary32: ElementaryFunctions = { exp, tanh, sigmoid, log };
