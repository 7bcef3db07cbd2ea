// One activation over a block of pre-activations. Bits are those of the elementary functions; only the
// order in which independent points are visited differs.
//
// A σ of one pair of points is a chain of some 120 cycles, and a processor looks ahead over about five
// of them. In passes over a block each chain is short and many are in flight: 50 steps over 250,000
// points took 28 ms instead of 49 (128 bits) and 15 instead of 29 (256 bits). Few constants per pass
// also stay in registers.

import * as c from '../../../elementary/coefficients';
import { sigmoidLoop, tanhLoop } from '../elementaryLoops';

export const SIGMOID = 0, TANH = 1, RELU = 2, LINEAR = 3;

/** Bytes of scratch memory an activation needs for a block of 64 points. */
export const SCRATCH: usize = 3 * 64 * 8;

/** A constant the compiler cannot build anew in every round; see elementaryLoops. */
@inline
function hoisted(value: f64, zero: v128): v128 {
  return v128.or(f64x2.splat(value), zero);
}

@inline
function hoistedBits(value: i64, zero: v128): v128 {
  return v128.or(i64x2.splat(value), zero);
}

/** Horner step: rest·r + coefficient. */
@inline
function step(rest: v128, r: v128, coefficient: v128): v128 {
  return f64x2.add(f64x2.mul(rest, r), coefficient);
}

/** x = n·ln 2 + r with x clamped: stores r, and n as rounded by `whole` in the lowest bits. */
@inline
function reduce(z: usize, remainder: usize, power: usize, length: usize, zero: v128): void {
  const bottom = hoisted(-746, zero), top = hoisted(40, zero);
  const perLn2 = hoisted(c.LOG2_E, zero), whole = hoisted(6755399441055744.0, zero);
  const high = hoisted(c.LN2_HIGH64, zero), low = hoisted(c.LN2_LOW64, zero);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.pmax<f64>(v128.pmin<f64>(v128.load(z + o), top), bottom);
    const x1 = v128.pmax<f64>(v128.pmin<f64>(v128.load(z + o, 16), top), bottom);
    const s0 = f64x2.add(f64x2.mul(x0, perLn2), whole), s1 = f64x2.add(f64x2.mul(x1, perLn2), whole);
    const n0 = f64x2.sub(s0, whole), n1 = f64x2.sub(s1, whole);
    const h0 = f64x2.sub(x0, f64x2.mul(n0, high)), h1 = f64x2.sub(x1, f64x2.mul(n1, high));
    v128.store(remainder + o, f64x2.sub(h0, f64x2.mul(n0, low)));
    v128.store(remainder + o, f64x2.sub(h1, f64x2.mul(n1, low)), 16);
    v128.store(power + o, s0);
    v128.store(power + o, s1, 16);
  }
}

/** The upper half of the polynomial of exp. */
@inline
function upperTerms(rest: usize, remainder: usize, length: usize, zero: v128): void {
  const c9 = hoisted(c.EXP64_C9, zero), c8 = hoisted(c.EXP64_C8, zero), c7 = hoisted(c.EXP64_C7, zero);
  const c6 = hoisted(c.EXP64_C6, zero), c5 = hoisted(c.EXP64_C5, zero), c4 = hoisted(c.EXP64_C4, zero);
  for (let o: usize = 0; o < length; o += 32) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    let q0 = step(c9, r0, c8), q1 = step(c9, r1, c8);
    q0 = step(q0, r0, c7); q1 = step(q1, r1, c7);
    q0 = step(q0, r0, c6); q1 = step(q1, r1, c6);
    q0 = step(q0, r0, c5); q1 = step(q1, r1, c5);
    q0 = step(q0, r0, c4); q1 = step(q1, r1, c4);
    v128.store(rest + o, q0);
    v128.store(rest + o, q1, 16);
  }
}

/** The lower half of the polynomial of exp. */
@inline
function lowerTerms(rest: usize, remainder: usize, length: usize, zero: v128): void {
  const c3 = hoisted(c.EXP64_C3, zero), c2 = hoisted(c.EXP64_C2, zero);
  const c1 = hoisted(c.EXP64_C1, zero), c0 = hoisted(c.EXP64_C0, zero);
  for (let o: usize = 0; o < length; o += 32) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    let q0 = step(v128.load(rest + o), r0, c3), q1 = step(v128.load(rest + o, 16), r1, c3);
    q0 = step(q0, r0, c2); q1 = step(q1, r1, c2);
    q0 = step(q0, r0, c1); q1 = step(q1, r1, c1);
    q0 = step(q0, r0, c0); q1 = step(q1, r1, c0);
    v128.store(rest + o, q0);
    v128.store(rest + o, q1, 16);
  }
}

/**
 * h = e/(e + 1) with e = 2^n·(1 + r + r²·rest); 2^(n+512)·2^−512 rounds once where e is subnormal.
 * Returns whether any bit of h changed.
 */
@inline
function finish(
  h: usize, remainder: usize, power: usize, rest: usize, length: usize, zero: v128,
): bool {
  const one = hoisted(1, zero);
  const raised = hoistedBits((1023 + 512) << 52, zero), lowered = hoistedBits((1023 - 512) << 52, zero);
  let d0 = v128.splat<i32>(0), d1 = v128.splat<i32>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    const q0 = f64x2.mul(f64x2.mul(r0, r0), v128.load(rest + o));
    const q1 = f64x2.mul(f64x2.mul(r1, r1), v128.load(rest + o, 16));
    const p0 = i64x2.add(i64x2.shl(v128.load(power + o), 52), raised);
    const p1 = i64x2.add(i64x2.shl(v128.load(power + o, 16), 52), raised);
    const e0 = f64x2.mul(f64x2.mul(f64x2.add(one, f64x2.add(r0, q0)), p0), lowered);
    const e1 = f64x2.mul(f64x2.mul(f64x2.add(one, f64x2.add(r1, q1)), p1), lowered);
    const h0 = v128.load(h + o), h1 = v128.load(h + o, 16);
    const x0 = f64x2.div(e0, f64x2.add(e0, one)), x1 = f64x2.div(e1, f64x2.add(e1, one));
    d0 = v128.or(d0, v128.xor(x0, h0));
    d1 = v128.or(d1, v128.xor(x1, h1));
    v128.store(h + o, x0);
    v128.store(h + o, x1, 16);
  }
  return v128.any_true(v128.or(d0, d1));
}

/** h = σ(z) over a block; whether any bit of h changed. */
@inline
function sigmoid64(h: usize, z: usize, count: i32, length: usize, scratch: usize): bool {
  const zero = i32x4.splat(count >> 31);
  const power = scratch + length, rest = power + length;
  reduce(z, scratch, power, length, zero);
  upperTerms(rest, scratch, length, zero);
  lowerTerms(rest, scratch, length, zero);
  return finish(h, scratch, power, rest, length, zero);
}

/** a = max(a, 0), NaN kept. */
@inline
function relu<T>(a: usize, length: usize): void {
  const zero = v128.splat<T>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.max<T>(v128.load(a + o), zero), x1 = v128.max<T>(v128.load(a + o, 16), zero);
    v128.store(a + o, x0);
    v128.store(a + o, x1, 16);
  }
}

/**
 * z = f(z) over a block.
 * @param count points of the block; a number the compiler does not know, see elementaryLoops
 */
@inline
export function activate<T>(activation: i32, z: usize, count: i32, scratch: usize): void {
  const length = <usize>count * sizeof<T>();
  if (activation == SIGMOID) {
    if (sizeof<T>() == 4) sigmoidLoop<T>(z, z, count);
    else sigmoid64(z, z, count, length, scratch);
  } else if (activation == TANH) {
    tanhLoop<T>(z, z, count);
  } else if (activation == RELU) {
    relu<T>(z, length);
  }
}

/** to = from over a block; whether any bit changed. */
@inline
export function replace(to: usize, from: usize, length: usize): bool {
  let d0 = v128.splat<i32>(0), d1 = v128.splat<i32>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.load(from + o), x1 = v128.load(from + o, 16);
    d0 = v128.or(d0, v128.xor(x0, v128.load(to + o)));
    d1 = v128.or(d1, v128.xor(x1, v128.load(to + o, 16)));
    v128.store(to + o, x0);
    v128.store(to + o, x1, 16);
  }
  return v128.any_true(v128.or(d0, d1));
}

/** h = f(z) over a block, z being spent; whether any bit of h changed. */
@inline
export function advance<T>(activation: i32, h: usize, z: usize, count: i32, scratch: usize): bool {
  const length = <usize>count * sizeof<T>();
  if (activation == SIGMOID && sizeof<T>() == 8) return sigmoid64(h, z, count, length, scratch);
  activate<T>(activation, z, count, scratch);
  return replace(h, z, length);
}

/** f'(z) from h = f(z): σ' = h(1 − h), tanh' = 1 − h², relu' = [h > 0], linear' = 1. */
@inline
export function slope<T>(activation: i32, h: v128): v128 {
  const one = v128.splat<T>(1);
  if (activation == SIGMOID) return v128.mul<T>(h, v128.sub<T>(one, h));
  if (activation == TANH) return v128.sub<T>(one, v128.mul<T>(h, h));
  if (activation == RELU) return v128.and(one, v128.gt<T>(h, v128.splat<T>(0)));
  return one;
}
