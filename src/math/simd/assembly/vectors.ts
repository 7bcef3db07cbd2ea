// Whole-vector operations: one loop each over parameters, gradient or optimizer state.
// Lengths are bytes and multiples of 32, padding included (it stays zero).
import { fold, fold8, promoteHigh, promoteLow } from './lanes';

/** Σ x² in f64; element i is added to accumulator i mod 8 (f32) or i mod 4 (f64), folded by halves. */
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

/** a *= factor. */
export function scale<T>(a: usize, length: usize, factor: f64): void {
  const f = v128.splat<T>(<T>factor);
  for (let end = a + length; a < end; a += 32) {
    const x0 = v128.mul<T>(v128.load(a), f), x1 = v128.mul<T>(v128.load(a, 16), f);
    v128.store(a, x0);
    v128.store(a, x1, 16);
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

/** p -= rate·g. */
export function sgd<T>(p: usize, g: usize, length: usize, rate: f64): void {
  const r = v128.splat<T>(<T>rate);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.sub<T>(v128.load(p + o), v128.mul<T>(r, v128.load(g + o)));
    const x1 = v128.sub<T>(v128.load(p + o, 16), v128.mul<T>(r, v128.load(g + o, 16)));
    v128.store(p + o, x0);
    v128.store(p + o, x1, 16);
  }
}

/** v = momentum·v + g; p -= rate·v, or rate·(g + momentum·v) where nesterov is 1. */
export function momentum<T>(
  p: usize, g: usize, v: usize, length: usize, rate: f64, decay: f64, nesterov: i32,
): void {
  const r = v128.splat<T>(<T>rate), d = v128.splat<T>(<T>decay);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const velocity = v128.add<T>(v128.mul<T>(d, v128.load(v + o)), gradient);
    v128.store(v + o, velocity);
    let direction = velocity;
    if (nesterov) direction = v128.add<T>(gradient, v128.mul<T>(d, velocity));
    v128.store(p + o, v128.sub<T>(v128.load(p + o), v128.mul<T>(r, direction)));
  }
}

/** One Adam update; see `adam` in kernels.ts for the equations. */
export function adam<T>(
  p: usize, g: usize, m: usize, v: usize, length: usize,
  rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64,
): void {
  const r = v128.splat<T>(<T>rate), e = v128.splat<T>(<T>epsilon);
  const b1 = v128.splat<T>(<T>beta1), n1 = v128.splat<T>(<T>(1 - beta1));
  const b2 = v128.splat<T>(<T>beta2), n2 = v128.splat<T>(<T>(1 - beta2));
  const c1 = v128.splat<T>(<T>correction1), c2 = v128.splat<T>(<T>correction2);
  for (let o: usize = 0; o < length; o += 16) {
    const gradient = v128.load(g + o);
    const mean = v128.add<T>(v128.mul<T>(b1, v128.load(m + o)), v128.mul<T>(n1, gradient));
    const square = v128.add<T>(
      v128.mul<T>(b2, v128.load(v + o)),
      v128.mul<T>(v128.mul<T>(n2, gradient), gradient),
    );
    v128.store(m + o, mean);
    v128.store(v + o, square);
    const root = v128.add<T>(v128.sqrt<T>(v128.mul<T>(square, c2)), e);
    const change = v128.div<T>(v128.mul<T>(r, v128.mul<T>(mean, c1)), root);
    v128.store(p + o, v128.sub<T>(v128.load(p + o), change));
  }
}
