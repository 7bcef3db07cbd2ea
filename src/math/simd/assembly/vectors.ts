// Whole-vector operations: one loop each over parameters, gradient or optimizer state.
// Lengths are bytes and multiples of 32, padding included (it stays zero).
import { fold, fold8, promoteHigh, promoteLow } from './lanes';

/** Σ x² in f64; element i is added to accumulator i mod 8 (f32) or i mod 4 (f64), folded by halves. */
@inline
export function sumSquares<T>(a: usize, length: usize): f64 {
  let s0 = v128.splat<f64>(0), s1 = v128.splat<f64>(0);
  if (sizeof<T>() == 8) {
    for (let end = a + length; a < end; a += 32) {
      const x0 = v128.load(a), x1 = v128.load(a, 16);
      s0 = v128.add<f64>(s0, v128.mul<f64>(x0, x0));
      s1 = v128.add<f64>(s1, v128.mul<f64>(x1, x1));
    }
    return fold<f64>(s0, s1);
  }
  let s2 = v128.splat<f64>(0), s3 = v128.splat<f64>(0);
  for (let end = a + length; a < end; a += 32) {
    const x = v128.load(a), y = v128.load(a, 16);
    const x0 = promoteLow(x), x1 = promoteHigh(x), x2 = promoteLow(y), x3 = promoteHigh(y);
    s0 = v128.add<f64>(s0, v128.mul<f64>(x0, x0));
    s1 = v128.add<f64>(s1, v128.mul<f64>(x1, x1));
    s2 = v128.add<f64>(s2, v128.mul<f64>(x2, x2));
    s3 = v128.add<f64>(s3, v128.mul<f64>(x3, x3));
  }
  return fold8(s0, s1, s2, s3);
}

/** Σ a·b in f64, in the accumulators and the fold of sumSquares. */
export function dot<T>(a: usize, b: usize, length: usize): f64 {
  let s0 = v128.splat<f64>(0), s1 = v128.splat<f64>(0);
  if (sizeof<T>() == 8) {
    for (let end = a + length; a < end; a += 32, b += 32) {
      s0 = v128.add<f64>(s0, v128.mul<f64>(v128.load(a), v128.load(b)));
      s1 = v128.add<f64>(s1, v128.mul<f64>(v128.load(a, 16), v128.load(b, 16)));
    }
    return fold<f64>(s0, s1);
  }
  let s2 = v128.splat<f64>(0), s3 = v128.splat<f64>(0);
  for (let end = a + length; a < end; a += 32, b += 32) {
    const x = v128.load(a), y = v128.load(a, 16), u = v128.load(b), v = v128.load(b, 16);
    s0 = v128.add<f64>(s0, v128.mul<f64>(promoteLow(x), promoteLow(u)));
    s1 = v128.add<f64>(s1, v128.mul<f64>(promoteHigh(x), promoteHigh(u)));
    s2 = v128.add<f64>(s2, v128.mul<f64>(promoteLow(y), promoteLow(v)));
    s3 = v128.add<f64>(s3, v128.mul<f64>(promoteHigh(y), promoteHigh(v)));
  }
  return fold8(s0, s1, s2, s3);
}

/** a *= factor. */
export function scale<T>(a: usize, length: usize, factor: f64): void {
  const f = v128.splat<T>(<T>factor);
  for (let end = a + length; a < end; a += 32) {
    const x0 = v128.mul<T>(v128.load(a), f), x1 = v128.mul<T>(v128.load(a, 16), f);
    v128.store(a, x0);
    v128.store(a, x1, 16);
  }
}

/** a += factor·b. */
export function addScaled<T>(a: usize, b: usize, length: usize, factor: f64): void {
  const f = v128.splat<T>(<T>factor);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.add<T>(v128.load(a + o), v128.mul<T>(f, v128.load(b + o)));
    const x1 = v128.add<T>(v128.load(a + o, 16), v128.mul<T>(f, v128.load(b + o, 16)));
    v128.store(a + o, x0);
    v128.store(a + o, x1, 16);
  }
}

/** a += share·(b - a). */
export function moveTowards<T>(a: usize, b: usize, length: usize, share: f64): void {
  const f = v128.splat<T>(<T>share);
  for (let o: usize = 0; o < length; o += 32) {
    const a0 = v128.load(a + o), a1 = v128.load(a + o, 16);
    const x0 = v128.add<T>(a0, v128.mul<T>(f, v128.sub<T>(v128.load(b + o), a0)));
    const x1 = v128.add<T>(a1, v128.mul<T>(f, v128.sub<T>(v128.load(b + o, 16), a1)));
    v128.store(a + o, x0);
    v128.store(a + o, x1, 16);
  }
}

/** Clamps each element to [-most, most]; returns how many were outside. */
export function clipValue<T>(a: usize, length: usize, most: f64): i32 {
  let outside = 0;
  const high = <T>most, low = -high;
  for (let end = a + length; a < end; a += sizeof<T>()) {
    const x = load<T>(a);
    if (x > high) {
      store<T>(a, high);
      outside++;
    } else if (x < low) {
      store<T>(a, low);
      outside++;
    }
  }
  return outside;
}
