// sin, cos and Gaussian pairs in double precision: src/math/elementary/trigonometry.ts and gaussian.ts
// on vectors, operation by operation.

import * as c from '../../elementary/coefficients';
import { log } from './elementary';

const ROUNDER: f64 = 6755399441055744.0;
const LARGEST_ANGLE: f64 = 1024.0;

@inline
function step(rest: v128, z: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(rest, z), f64x2.splat(coefficient));
}

/** sin(r + low) for |r| ≤ π/4. */
@inline
function sinNearZero(r: v128, low: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(c.SIN64_C5);
  p = step(p, z, c.SIN64_C4);
  p = step(p, z, c.SIN64_C3);
  p = step(p, z, c.SIN64_C2);
  p = step(p, z, c.SIN64_C1);
  p = step(p, z, c.SIN64_C0);
  return f64x2.add(r, f64x2.add(f64x2.mul(f64x2.mul(r, z), p), low));
}

/** cos(r + low) for |r| ≤ π/4. */
@inline
function cosNearZero(r: v128, low: v128): v128 {
  const z = f64x2.mul(r, r);
  const half = f64x2.mul(z, f64x2.splat(0.5));
  const head = f64x2.sub(f64x2.splat(1), half);
  let p = f64x2.splat(c.COS64_C5);
  p = step(p, z, c.COS64_C4);
  p = step(p, z, c.COS64_C3);
  p = step(p, z, c.COS64_C2);
  p = step(p, z, c.COS64_C1);
  p = step(p, z, c.COS64_C0);
  const tail = f64x2.sub(f64x2.mul(f64x2.mul(z, z), p), f64x2.mul(r, low));
  return f64x2.add(head, f64x2.add(f64x2.sub(f64x2.sub(f64x2.splat(1), head), half), tail));
}

/** Chooses sin or cos by the lowest bit of the quarter count, and the sign by the next bit. */
@inline
function turn(sine: v128, cosine: v128, quarters: v128): v128 {
  const odd = i64x2.neg(v128.and(quarters, i64x2.splat(1)));
  const sign = i64x2.shl(v128.and(quarters, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(cosine, sine, odd), sign);
}

/** sin (quarter 0) or cos (quarter 1) of x ≥ 0; NaN beyond the largest angle. */
@inline
function fromQuarter(x: v128, quarter: i64): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(c.TWO_OVER_PI)), f64x2.splat(ROUNDER));
  const n = f64x2.sub(shifted, f64x2.splat(ROUNDER));
  const first = f64x2.sub(x, f64x2.mul(n, f64x2.splat(c.HALF_PI_HIGH)));
  const second = f64x2.mul(n, f64x2.splat(c.HALF_PI_MIDDLE));
  const difference = f64x2.sub(first, second);
  const back = f64x2.sub(difference, first);
  const lost = f64x2.sub(f64x2.sub(first, f64x2.sub(difference, back)), f64x2.add(second, back));
  const third = f64x2.sub(f64x2.mul(n, f64x2.splat(c.HALF_PI_LOW)), lost);
  const r = f64x2.sub(difference, third);
  const low = f64x2.sub(f64x2.sub(difference, r), third);
  const value = turn(sinNearZero(r, low), cosNearZero(r, low), i64x2.add(shifted, i64x2.splat(quarter)));
  return v128.or(value, v128.not(f64x2.le(x, f64x2.splat(LARGEST_ANGLE))));
}

/** Computes sin(x) in both lanes, NaN beyond ±1024. */
@inline
export function sin(x: v128): v128 {
  const sign = v128.and(x, f64x2.splat(-0.0));
  return v128.xor(fromQuarter(v128.xor(x, sign), 0), sign);
}

/** Computes cos(x) in both lanes, NaN beyond ±1024. */
@inline
export function cos(x: v128): v128 {
  return fromQuarter(f64x2.abs(x), 1);
}

/** Radius of a Gaussian pair: √(−2·log(1 − u1)). */
@inline
export function gaussianRadius(u1: v128): v128 {
  const logarithm = log<f64>(f64x2.sub(f64x2.splat(1), u1));
  return f64x2.sqrt(f64x2.sub(f64x2.splat(0), f64x2.mul(f64x2.splat(2), logarithm)));
}

/** radius·cos(2π·u2) (quarter 1) or radius·sin(2π·u2) (quarter 0). */
@inline
export function gaussianPart(radius: v128, u2: v128, quarter: i64): v128 {
  const shifted = f64x2.add(f64x2.mul(u2, f64x2.splat(4)), f64x2.splat(ROUNDER));
  const n = f64x2.sub(shifted, f64x2.splat(ROUNDER));
  const r = f64x2.mul(f64x2.sub(u2, f64x2.mul(n, f64x2.splat(0.25))), f64x2.splat(c.TWO_PI));
  const none = f64x2.splat(0);
  const value = turn(sinNearZero(r, none), cosNearZero(r, none), i64x2.add(shifted, i64x2.splat(quarter)));
  return f64x2.mul(radius, value);
}
