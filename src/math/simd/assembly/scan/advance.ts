// One step of the recurrence over a block of points, h' = f(w·h + u), for every activation.

import { sigmoidLoop, tanhLoop } from '../elementaryLoops';
import { isBounded64, SIGMOID_SCRATCH, sigmoid64 } from './sigmoid64';

export const SIGMOID = 0, TANH = 1, RELU = 2, LINEAR = 3;

/** Bytes of scratch memory a step needs for a block of 64 points. */
export const ADVANCE_SCRATCH: usize = SIGMOID_SCRATCH;

/** z = w∘h + u over a block. */
@inline
function preactivate<T>(z: usize, w: usize, h: usize, u: usize, length: usize): void {
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.add<T>(v128.mul<T>(v128.load(w + o), v128.load(h + o)), v128.load(u + o));
    const x1 = v128.add<T>(v128.mul<T>(v128.load(w + o, 16), v128.load(h + o, 16)), v128.load(u + o, 16));
    v128.store(z + o, x0);
    v128.store(z + o, x1, 16);
  }
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

/** to = next over a block; whether any bit differs from `from`. */
@inline
function replace(to: usize, from: usize, next: usize, length: usize): bool {
  let d0 = v128.splat<i32>(0), d1 = v128.splat<i32>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.load(next + o), x1 = v128.load(next + o, 16);
    d0 = v128.or(d0, v128.xor(x0, v128.load(from + o)));
    d1 = v128.or(d1, v128.xor(x1, v128.load(from + o, 16)));
    v128.store(to + o, x0);
    v128.store(to + o, x1, 16);
  }
  return v128.any_true(v128.or(d0, d1));
}

/** Whether a block needs no care for large pre-activations; asked once, as it holds for all its steps. */
@inline
export function isBounded<T>(activation: i32, w: usize, u: usize, start: f64, length: usize): bool {
  return activation == SIGMOID && sizeof<T>() == 8 && isBounded64(w, u, start, length);
}

/**
 * to = f(w∘from + u) over a block, in place or into another; whether any bit of `to` differs from
 * `from`.
 * @param count points of the block; a number the compiler does not know, see elementaryLoops
 * @param bounded what isBounded says of the block, known to the compiler
 */
@inline
export function advance<T>(
  activation: i32, to: usize, from: usize, w: usize, u: usize, count: i32, scratch: usize, bounded: bool,
): bool {
  const length = <usize>count * sizeof<T>();
  if (activation == SIGMOID && sizeof<T>() == 8) return sigmoid64(to, from, w, u, count, scratch, bounded);
  preactivate<T>(scratch, w, from, u, length);
  if (activation == SIGMOID) sigmoidLoop<T>(scratch, scratch, count);
  else if (activation == TANH) tanhLoop<T>(scratch, scratch, count);
  else if (activation == RELU) relu<T>(scratch, length);
  return replace(to, from, scratch, length);
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
