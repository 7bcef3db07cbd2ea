// Standard normal draws from uniform ones. Where the uniform ones come from is the caller's business.

import { TWO_PI } from './coefficients.ts';
import { elementary64 } from './double.ts';
import { cosNearZero, sinNearZero } from './trigonometry.ts';

/** 1.5·2^52: adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUNDER = 6755399441055744;

/**
 * Draws two independent standard normal numbers from two uniform ones.
 *
 * r = √(−2·log(1 − u1)), z = r·(cos 2πu2, sin 2πu2); the angle is reduced in quarter turns, which is
 * exact. 1 − u1 is never 0, so that |z| stays below 8.6.
 *
 * @param u1 uniform in [0, 1); 0 gives two zeros
 * @param u2 uniform in [0, 1)
 * @param out receives the pair at `offset` and `offset + 1`
 * @param offset where to write, 0 unless given
 * @see Box and Muller, 1958
 */
export function gaussianPair(u1: number, u2: number, out: Float64Array, offset = 0): void {
  const radius = Math.sqrt(0 - 2 * elementary64.log(1 - u1));
  const n = u2 * 4 + ROUNDER - ROUNDER;
  const r = (u2 - n * 0.25) * TWO_PI;
  const sine = sinNearZero(r, 0);
  const cosine = cosNearZero(r, 0);
  const across = (n & 1) === 0 ? cosine : sine;
  const up = (n & 1) === 0 ? sine : cosine;
  out[offset] = radius * (((n + 1) & 2) === 0 ? across : -across);
  out[offset + 1] = radius * ((n & 2) === 0 ? up : -up);
}
