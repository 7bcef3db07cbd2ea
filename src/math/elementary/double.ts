// exp, tanh, sigmoid and log in double precision, by the formulas of single.ts with longer
// polynomials. The oracle of the f64 vector code.

import { exponent64, powerOfTwo64, significand64 } from './bits.ts';
import * as c from './coefficients.ts';
import { polynomial } from './polynomial.ts';
import type { ElementaryFunctions } from './types.ts';

const EXP = [
  c.EXP64_C0,
  c.EXP64_C1,
  c.EXP64_C2,
  c.EXP64_C3,
  c.EXP64_C4,
  c.EXP64_C5,
  c.EXP64_C6,
  c.EXP64_C7,
  c.EXP64_C8,
  c.EXP64_C9,
];
const TANH_ABOVE = [c.TANH64_N0, c.TANH64_N1, c.TANH64_N2, c.TANH64_N3, c.TANH64_N4, c.TANH64_N5];
const TANH_BELOW = [
  c.TANH64_D0,
  c.TANH64_D1,
  c.TANH64_D2,
  c.TANH64_D3,
  c.TANH64_D4,
  c.TANH64_D5,
  1,
];
const LOG = [c.LOG64_C0, c.LOG64_C1, c.LOG64_C2, c.LOG64_C3, c.LOG64_C4, c.LOG64_C5, c.LOG64_C6];

/** 1.5·2^52: adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUNDER = 6755399441055744;
// Powers of two in digits, as `**` is not exact everywhere: 2^-1022, 2^-512, 2^54.
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const SCALE_BACK = 7.458340731200207e-155;
const SUBNORMAL_FACTOR = 18014398509481984;
const SUBNORMAL_SHIFT = 54;

/** Bounds x; NaN passes through. */
function clamp(x: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, x));
}

/** Rounds x/ln 2 to an integer n. */
function wholePowers(x: number): number {
  return x * c.LOG2_E + ROUNDER - ROUNDER;
}

/** Computes e^(x − n·ln 2), within [√½, √2]. */
function reducedExp(x: number, n: number): number {
  const r = x - n * c.LN2_HIGH64 - n * c.LN2_LOW64;
  return 1 + (r + r * r * polynomial(r, EXP));
}

function exp(x: number): number {
  const bounded = clamp(x, -746, 710);
  const n = wholePowers(bounded);
  // Two factors: 2^n itself leaves the range at both ends, the result need not.
  const half = Math.floor(n / 2);
  return reducedExp(bounded, n) * powerOfTwo64(half) * powerOfTwo64(n - half);
}

function tanh(x: number): number {
  if (x === 0) return x;
  const bounded = clamp(x, -c.TANH64_BOUND, c.TANH64_BOUND);
  const z = bounded * bounded;
  const rise = bounded * z * polynomial(z, TANH_ABOVE);
  const t = bounded + rise / polynomial(z, TANH_BELOW);
  return t / (t * t * 0.25 + 1);
}

function sigmoid(x: number): number {
  const bounded = clamp(x, -746, 40);
  const n = wholePowers(bounded);
  // 2^(n+512) is normal for every n here: one rounding where the result is subnormal.
  const e = reducedExp(bounded, n) * powerOfTwo64(n + 512) * SCALE_BACK;
  return e / (e + 1);
}

function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x < 0) return Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  const subnormal = x < SMALLEST_NORMAL;
  const normal = subnormal ? x * SUBNORMAL_FACTOR : x;
  const shift = exponent64(normal);
  const k = subnormal ? shift - SUBNORMAL_SHIFT : shift;
  const u = significand64(normal, shift) - 1;
  const s = u / (u + 2);
  const z = s * s;
  const halfSquare = u * u * 0.5;
  const small = s * (halfSquare + z * polynomial(z, LOG)) + k * c.LN2_LOW64;
  return k * c.LN2_HIGH64 - (halfSquare - small - u);
}

/**
 * Computes exp, tanh, sigmoid and log in double precision.
 *
 * Formulas and special values are those of `elementary32`, but tanh is ±1 from |x| = 19.062 on.
 * At most 1.2 ulp for exp, 2.6 for tanh, 2.5 for sigmoid, 1 for log, on the tables of the tests.
 */
export const elementary64: ElementaryFunctions = { exp, tanh, sigmoid, log };
