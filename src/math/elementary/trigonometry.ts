// sin and cos in double precision for angles of a few turns: what Gaussian draws and test signals
// need, without the long reduction of huge angles.

import * as c from './coefficients.ts';
import { polynomial } from './polynomial.ts';

const SIN = [c.SIN64_C0, c.SIN64_C1, c.SIN64_C2, c.SIN64_C3, c.SIN64_C4, c.SIN64_C5];
const COS = [c.COS64_C0, c.COS64_C1, c.COS64_C2, c.COS64_C3, c.COS64_C4, c.COS64_C5];

/** 1.5·2^52: adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUNDER = 6755399441055744;

/** Beyond this |x| the reduction by π/2 is not exact enough. */
const LARGEST_ANGLE = 1024;

/** Computes sin(r + low) for |r| ≤ π/4 and a low part below one ulp of r. */
export function sinNearZero(r: number, low: number): number {
  const z = r * r;
  return r + (r * z * polynomial(z, SIN) + low);
}

/** Computes cos(r + low) for |r| ≤ π/4 and a low part below one ulp of r. */
export function cosNearZero(r: number, low: number): number {
  const z = r * r;
  const half = z * 0.5;
  const head = 1 - half;
  return head + (1 - head - half + (z * z * polynomial(z, COS) - r * low));
}

/** Computes sin (quarter 0) or cos (quarter 1) of x ≥ 0, reduced to |r| ≤ π/4. */
function fromQuarter(x: number, quarter: number): number {
  const n = x * c.TWO_OVER_PI + ROUNDER - ROUNDER;
  const first = x - n * c.HALF_PI_HIGH;
  const second = n * c.HALF_PI_MIDDLE;
  const difference = first - second;
  const back = difference - first;
  const lost = first - (difference - back) - (second + back);
  const third = n * c.HALF_PI_LOW - lost;
  const r = difference - third;
  const low = difference - r - third;
  const turned = n + quarter;
  const value = (turned & 1) === 0 ? sinNearZero(r, low) : cosNearZero(r, low);
  return (turned & 2) === 0 ? value : -value;
}

/**
 * Computes sin(x), at most 1 ulp off.
 * @param x angle in radians within ±1024; beyond, and for NaN, the result is NaN
 */
export function sin(x: number): number {
  if (!(Math.abs(x) <= LARGEST_ANGLE)) return Number.NaN;
  return x < 0 || Object.is(x, -0) ? -fromQuarter(-x, 0) : fromQuarter(x, 0);
}

/**
 * Computes cos(x), at most 1 ulp off.
 * @param x angle in radians within ±1024; beyond, and for NaN, the result is NaN
 */
export function cos(x: number): number {
  if (!(Math.abs(x) <= LARGEST_ANGLE)) return Number.NaN;
  return fromQuarter(Math.abs(x), 1);
}
