// One step of the σ recurrence in f64 over a block of points. Bits are those of the elementary σ of
// w·h + u; only the order in which independent points are visited differs.
//
// A σ of one pair of points is a chain of some 120 cycles, and a processor looks ahead over about five
// of them. In passes over a block each chain is short and many are in flight, which takes about half
// the time. Few constants per pass also stay in registers. Four vectors in a round pay in the polynomial
// alone.

import * as c from '../../../elementary/coefficients';

/** Bytes of scratch memory for a block of 64 points. */
export const SIGMOID_SCRATCH: usize = 3 * 64 * 8;

/** Pre-activations within ± this need neither the clamp of exp nor its way to subnormal numbers. */
const LIMIT: f64 = 40;

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

/**
 * Whether |w|·max(|start|, 1) + |u| stays within the limit for every point of a block: then so does
 * every |w·h + u|, h being the start or a value of σ, and rounding keeps the order. Not so for NaN.
 */
@inline
export function isBounded64(w: usize, u: usize, start: f64, length: usize): bool {
  const largest = f64x2.splat(max(abs(start), 1)), limit = f64x2.splat(LIMIT);
  let within = i64x2.splat(-1);
  for (let o: usize = 0; o < length; o += 16) {
    const reach = f64x2.add(f64x2.mul(f64x2.abs(v128.load(w + o)), largest), f64x2.abs(v128.load(u + o)));
    within = v128.and(within, f64x2.le(reach, limit));
  }
  return i64x2.all_true(within);
}

/** w·h + u = n·ln 2 + r, clamped first: stores r, and n as rounded by `whole` in the lowest bits. */
@inline
function reduce(
  w: usize, h: usize, u: usize, remainder: usize, power: usize, length: usize, zero: v128, bounded: bool,
): void {
  const bottom = hoisted(-746, zero), top = hoisted(LIMIT, zero);
  const perLn2 = hoisted(c.LOG2_E, zero), whole = hoisted(6755399441055744.0, zero);
  const high = hoisted(c.LN2_HIGH64, zero), low = hoisted(c.LN2_LOW64, zero);
  for (let o: usize = 0; o < length; o += 32) {
    let x0 = f64x2.add(f64x2.mul(v128.load(w + o), v128.load(h + o)), v128.load(u + o));
    let x1 = f64x2.add(f64x2.mul(v128.load(w + o, 16), v128.load(h + o, 16)), v128.load(u + o, 16));
    if (!bounded) {
      x0 = f64x2.pmax(f64x2.pmin(x0, top), bottom);
      x1 = f64x2.pmax(f64x2.pmin(x1, top), bottom);
    }
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
  for (let o: usize = 0; o < length; o += 64) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    const r2 = v128.load(remainder + o, 32), r3 = v128.load(remainder + o, 48);
    let q0 = step(c9, r0, c8), q1 = step(c9, r1, c8), q2 = step(c9, r2, c8), q3 = step(c9, r3, c8);
    q0 = step(q0, r0, c7); q1 = step(q1, r1, c7); q2 = step(q2, r2, c7); q3 = step(q3, r3, c7);
    q0 = step(q0, r0, c6); q1 = step(q1, r1, c6); q2 = step(q2, r2, c6); q3 = step(q3, r3, c6);
    q0 = step(q0, r0, c5); q1 = step(q1, r1, c5); q2 = step(q2, r2, c5); q3 = step(q3, r3, c5);
    q0 = step(q0, r0, c4); q1 = step(q1, r1, c4); q2 = step(q2, r2, c4); q3 = step(q3, r3, c4);
    v128.store(rest + o, q0);
    v128.store(rest + o, q1, 16);
    v128.store(rest + o, q2, 32);
    v128.store(rest + o, q3, 48);
  }
}

/** The lower half of the polynomial of exp. */
@inline
function lowerTerms(rest: usize, remainder: usize, length: usize, zero: v128): void {
  const c3 = hoisted(c.EXP64_C3, zero), c2 = hoisted(c.EXP64_C2, zero);
  const c1 = hoisted(c.EXP64_C1, zero), c0 = hoisted(c.EXP64_C0, zero);
  for (let o: usize = 0; o < length; o += 64) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    const r2 = v128.load(remainder + o, 32), r3 = v128.load(remainder + o, 48);
    let q0 = step(v128.load(rest + o), r0, c3), q1 = step(v128.load(rest + o, 16), r1, c3);
    let q2 = step(v128.load(rest + o, 32), r2, c3), q3 = step(v128.load(rest + o, 48), r3, c3);
    q0 = step(q0, r0, c2); q1 = step(q1, r1, c2); q2 = step(q2, r2, c2); q3 = step(q3, r3, c2);
    q0 = step(q0, r0, c1); q1 = step(q1, r1, c1); q2 = step(q2, r2, c1); q3 = step(q3, r3, c1);
    q0 = step(q0, r0, c0); q1 = step(q1, r1, c0); q2 = step(q2, r2, c0); q3 = step(q3, r3, c0);
    v128.store(rest + o, q0);
    v128.store(rest + o, q1, 16);
    v128.store(rest + o, q2, 32);
    v128.store(rest + o, q3, 48);
  }
}

/**
 * to = e/(e + 1) with e = 2^n·(1 + r + r²·rest); 2^(n+512)·2^−512 rounds once where e is subnormal.
 * Returns whether any bit of `to` differs from `from`.
 */
@inline
function finish(
  to: usize, from: usize, remainder: usize, power: usize, rest: usize, length: usize, zero: v128, bounded: bool,
): bool {
  const one = hoisted(1, zero), lowered = hoistedBits((1023 - 512) << 52, zero);
  const raised = hoistedBits((bounded ? 1023 : 1023 + 512) << 52, zero);
  let d0 = v128.splat<i32>(0), d1 = v128.splat<i32>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const r0 = v128.load(remainder + o), r1 = v128.load(remainder + o, 16);
    const q0 = f64x2.mul(f64x2.mul(r0, r0), v128.load(rest + o));
    const q1 = f64x2.mul(f64x2.mul(r1, r1), v128.load(rest + o, 16));
    const p0 = i64x2.add(i64x2.shl(v128.load(power + o), 52), raised);
    const p1 = i64x2.add(i64x2.shl(v128.load(power + o, 16), 52), raised);
    let e0 = f64x2.mul(f64x2.add(one, f64x2.add(r0, q0)), p0);
    let e1 = f64x2.mul(f64x2.add(one, f64x2.add(r1, q1)), p1);
    if (!bounded) {
      e0 = f64x2.mul(e0, lowered);
      e1 = f64x2.mul(e1, lowered);
    }
    const h0 = v128.load(from + o), h1 = v128.load(from + o, 16);
    const x0 = f64x2.div(e0, f64x2.add(e0, one)), x1 = f64x2.div(e1, f64x2.add(e1, one));
    d0 = v128.or(d0, v128.xor(x0, h0));
    d1 = v128.or(d1, v128.xor(x1, h1));
    v128.store(to + o, x0);
    v128.store(to + o, x1, 16);
  }
  return v128.any_true(v128.or(d0, d1));
}

/**
 * to = σ(w∘from + u) over a block; whether any bit of `to` differs from `from`.
 * @param count points of the block; a number the compiler does not know, see elementaryLoops
 * @param bounded what isBounded64 says of the block, known to the compiler
 */
@inline
export function sigmoid64(
  to: usize, from: usize, w: usize, u: usize, count: i32, scratch: usize, bounded: bool,
): bool {
  const zero = i32x4.splat(count >> 31), length = <usize>count * 8;
  const power = scratch + length, rest = power + length;
  reduce(w, from, u, scratch, power, length, zero, bounded);
  upperTerms(rest, scratch, length, zero);
  lowerTerms(rest, scratch, length, zero);
  return finish(to, from, scratch, power, rest, length, zero, bounded);
}
