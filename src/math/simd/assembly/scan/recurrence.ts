// The one-unit recurrence over many (w, u) at once: cost, or cost and its gradient by forward
// sensitivities. The operations per point are those of src/math/scan/reference.ts.
import { ADVANCE_SCRATCH, advance, isBounded, slope } from './advance';

/** Points computed together; every count is a multiple of it. */
const BLOCK: i32 = 64;

@inline
function fill(a: usize, value: v128, length: usize): void {
  for (let o: usize = 0; o < length; o += 32) {
    v128.store(a + o, value);
    v128.store(a + o, value, 16);
  }
}

/**
 * s = f'·(before + w∘s), r = f'·(1 + w∘r) with f' at `after`, then before = after; whether any bit of s
 * or r changed.
 */
@inline
function sensitivities<T>(
  activation: i32, s: usize, r: usize, w: usize, before: usize, after: usize, length: usize,
): bool {
  const one = v128.splat<T>(1);
  let d0 = v128.splat<i32>(0), d1 = v128.splat<i32>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const h0 = v128.load(after + o), h1 = v128.load(after + o, 16);
    const f0 = slope<T>(activation, h0), f1 = slope<T>(activation, h1);
    const w0 = v128.load(w + o), w1 = v128.load(w + o, 16);
    const s0 = v128.load(s + o), s1 = v128.load(s + o, 16);
    const r0 = v128.load(r + o), r1 = v128.load(r + o, 16);
    const t0 = v128.mul<T>(f0, v128.add<T>(v128.load(before + o), v128.mul<T>(w0, s0)));
    const t1 = v128.mul<T>(f1, v128.add<T>(v128.load(before + o, 16), v128.mul<T>(w1, s1)));
    const q0 = v128.mul<T>(f0, v128.add<T>(one, v128.mul<T>(w0, r0)));
    const q1 = v128.mul<T>(f1, v128.add<T>(one, v128.mul<T>(w1, r1)));
    d0 = v128.or(d0, v128.or(v128.xor(s0, t0), v128.xor(r0, q0)));
    d1 = v128.or(d1, v128.or(v128.xor(s1, t1), v128.xor(r1, q1)));
    v128.store(s + o, t0);
    v128.store(s + o, t1, 16);
    v128.store(r + o, q0);
    v128.store(r + o, q1, 16);
    v128.store(before + o, h0);
    v128.store(before + o, h1, 16);
  }
  return v128.any_true(v128.or(d0, d1));
}

/** All steps of a block in h; what no step changes any more stays, and the rest is left out. */
@inline
function stepStates<T>(
  activation: i32, h: usize, w: usize, u: usize, points: i32, steps: i32, scratch: usize, bounded: bool,
): void {
  for (let t = steps; t > 0; t--) {
    if (!advance<T>(activation, h, h, w, u, points, scratch, bounded)) break;
  }
}

/** As stepStates, with the sensitivities s = ∂h/∂w and r = ∂h/∂u. */
@inline
function stepSensitivities<T>(
  activation: i32, h: usize, s: usize, r: usize, w: usize, u: usize, points: i32, steps: i32,
  scratch: usize, bounded: bool,
): void {
  const length = <usize>points * sizeof<T>(), next = scratch + ADVANCE_SCRATCH;
  for (let t = steps; t > 0; t--) {
    const stateMoved = advance<T>(activation, next, h, w, u, points, scratch, bounded);
    if (!sensitivities<T>(activation, s, r, w, h, next, length) && !stateMoved) break;
  }
}

/** cost = (h_T − target)². */
@inline
export function scanCost<T>(
  activation: i32, cost: usize, w: usize, u: usize, count: i32,
  start: f64, target: f64, steps: i32, scratch: usize,
): void {
  const first = v128.splat<T>(<T>start), goal = v128.splat<T>(<T>target);
  for (; count > 0; count -= BLOCK) {
    const points = min(count, BLOCK), length = <usize>points * sizeof<T>();
    fill(cost, first, length);
    if (isBounded<T>(activation, w, u, start, length)) stepStates<T>(activation, cost, w, u, points, steps, scratch, true);
    else stepStates<T>(activation, cost, w, u, points, steps, scratch, false);
    for (let o: usize = 0; o < length; o += 32) {
      const e0 = v128.sub<T>(v128.load(cost + o), goal), e1 = v128.sub<T>(v128.load(cost + o, 16), goal);
      v128.store(cost + o, v128.mul<T>(e0, e0));
      v128.store(cost + o, v128.mul<T>(e1, e1), 16);
    }
    cost += length; w += length; u += length;
  }
}

/** As scanCost, with dw = 2(h_T − target)·∂h_T/∂w and du = 2(h_T − target)·∂h_T/∂u. */
@inline
export function scanGradient<T>(
  activation: i32, cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32,
  start: f64, target: f64, steps: i32, scratch: usize,
): void {
  const first = v128.splat<T>(<T>start), goal = v128.splat<T>(<T>target), none = v128.splat<T>(0);
  for (; count > 0; count -= BLOCK) {
    const points = min(count, BLOCK), length = <usize>points * sizeof<T>();
    fill(cost, first, length);
    fill(dw, none, length);
    fill(du, none, length);
    if (isBounded<T>(activation, w, u, start, length)) stepSensitivities<T>(activation, cost, dw, du, w, u, points, steps, scratch, true);
    else stepSensitivities<T>(activation, cost, dw, du, w, u, points, steps, scratch, false);
    for (let o: usize = 0; o < length; o += 16) {
      const e = v128.sub<T>(v128.load(cost + o), goal), twice = v128.add<T>(e, e);
      v128.store(cost + o, v128.mul<T>(e, e));
      v128.store(dw + o, v128.mul<T>(twice, v128.load(dw + o)));
      v128.store(du + o, v128.mul<T>(twice, v128.load(du + o)));
    }
    cost += length; dw += length; du += length; w += length; u += length;
  }
}
