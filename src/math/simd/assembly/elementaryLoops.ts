// Elementary functions over arrays: output[i] = f(input[i]) for i < count, any count, in place or
// between arrays that do not overlap. Blocks of two adjacent vectors, so that an engine that merges
// neighbours computes 256 bits at once; the rest lane by lane, with nothing read or written beyond.

import * as c from '../../elementary/coefficients';
import { exp, exp32, log, sigmoid, sigmoid32, tanh, tanh32 } from './elementary';
import { cos, gaussianPart, gaussianRadius, sin } from './trigonometry';

const EXP = 0, TANH = 1, SIGMOID = 2, LOG = 3, SIN = 4, COS = 5;

@inline
function apply<T>(operation: i32, x: v128): v128 {
  if (operation == EXP) return exp<T>(x);
  if (operation == TANH) return tanh<T>(x);
  if (operation == SIGMOID) return sigmoid<T>(x);
  if (operation == LOG) return log<T>(x);
  if (operation == SIN) return sin(x);
  return cos(x);
}

@inline
function lanes<T>(operation: i32, output: usize, input: usize, count: i32): void {
  for (; count > 0; count--, output += sizeof<T>(), input += sizeof<T>()) {
    if (sizeof<T>() == 4) v128.store32_lane(output, apply<T>(operation, v128.load32_zero(input)), 0);
    else v128.store64_lane(output, apply<T>(operation, v128.load64_zero(input)), 0);
  }
}

@inline
function map<T>(operation: i32, output: usize, input: usize, count: i32): void {
  const block = 32 / <i32>sizeof<T>();
  for (; count >= block; count -= block, output += 32, input += 32) {
    const first = apply<T>(operation, v128.load(input)), second = apply<T>(operation, v128.load(input, 16));
    v128.store(output, first);
    v128.store(output, second, 16);
  }
  lanes<T>(operation, output, input, count);
}

/**
 * A constant the compiler cannot move back into the loop: written there it is built anew in every
 * round, and newer engines then neither merge neighbours nor come near the speed (half, measured).
 */
@inline
export function hoisted(value: f32, zero: v128): v128 {
  return v128.or(f32x4.splat(value), zero);
}

/** Zero for every count a caller may pass, unknown to the compiler. */
@inline
export function unknownZero(count: i32): v128 {
  return i32x4.splat(count >> 31);
}

@inline
export function f32_tanh(output: usize, input: usize, count: i32): void {
  const zero = unknownZero(count);
  const bottom = hoisted(<f32>-c.TANH32_BOUND, zero), top = hoisted(<f32>c.TANH32_BOUND, zero);
  const n0 = hoisted(<f32>c.TANH32_N0, zero), n1 = hoisted(<f32>c.TANH32_N1, zero), n2 = hoisted(<f32>c.TANH32_N2, zero);
  const d0 = hoisted(<f32>c.TANH32_D0, zero), d1 = hoisted(<f32>c.TANH32_D1, zero);
  const quarter = hoisted(0.25, zero), one = hoisted(1, zero), sign = hoisted(-0.0, zero);
  for (; count >= 8; count -= 8, output += 32, input += 32) {
    const first = tanh32(v128.load(input), bottom, top, n0, n1, n2, d0, d1, quarter, one, sign);
    const second = tanh32(v128.load(input, 16), bottom, top, n0, n1, n2, d0, d1, quarter, one, sign);
    v128.store(output, first);
    v128.store(output, second, 16);
  }
  lanes<f32>(TANH, output, input, count);
}

@inline
export function f32_exp(output: usize, input: usize, count: i32): void {
  const zero = unknownZero(count);
  const bottom = hoisted(-104, zero), top = hoisted(89, zero);
  const perLn2 = hoisted(<f32>c.LOG2_E32, zero), whole = hoisted(12582912.0, zero);
  const high = hoisted(<f32>c.LN2_HIGH32, zero), low = hoisted(<f32>c.LN2_LOW32, zero);
  const c0 = hoisted(<f32>c.EXP32_C0, zero), c1 = hoisted(<f32>c.EXP32_C1, zero), c2 = hoisted(<f32>c.EXP32_C2, zero);
  const c3 = hoisted(<f32>c.EXP32_C3, zero), c4 = hoisted(<f32>c.EXP32_C4, zero), one = hoisted(1, zero);
  for (; count >= 8; count -= 8, output += 32, input += 32) {
    const first = exp32(v128.load(input), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one);
    const second = exp32(v128.load(input, 16), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one);
    v128.store(output, first);
    v128.store(output, second, 16);
  }
  lanes<f32>(EXP, output, input, count);
}

@inline
export function f32_sigmoid(output: usize, input: usize, count: i32): void {
  const zero = unknownZero(count);
  const bottom = hoisted(-104, zero), top = hoisted(40, zero);
  const perLn2 = hoisted(<f32>c.LOG2_E32, zero), whole = hoisted(12582912.0, zero);
  const high = hoisted(<f32>c.LN2_HIGH32, zero), low = hoisted(<f32>c.LN2_LOW32, zero);
  const c0 = hoisted(<f32>c.EXP32_C0, zero), c1 = hoisted(<f32>c.EXP32_C1, zero), c2 = hoisted(<f32>c.EXP32_C2, zero);
  const c3 = hoisted(<f32>c.EXP32_C3, zero), c4 = hoisted(<f32>c.EXP32_C4, zero), one = hoisted(1, zero);
  const raised = hoisted(18446744073709551616.0, zero), lowered = hoisted(5.421010862427522e-20, zero);
  for (; count >= 8; count -= 8, output += 32, input += 32) {
    const first = sigmoid32(
      v128.load(input), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one, raised, lowered,
    );
    const second = sigmoid32(
      v128.load(input, 16), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one, raised, lowered,
    );
    v128.store(output, first);
    v128.store(output, second, 16);
  }
  lanes<f32>(SIGMOID, output, input, count);
}

export function f32_log(output: usize, input: usize, count: i32): void {
  map<f32>(LOG, output, input, count);
}

@inline
export function f64_exp(output: usize, input: usize, count: i32): void {
  map<f64>(EXP, output, input, count);
}

@inline
export function f64_tanh(output: usize, input: usize, count: i32): void {
  map<f64>(TANH, output, input, count);
}

@inline
export function f64_sigmoid(output: usize, input: usize, count: i32): void {
  map<f64>(SIGMOID, output, input, count);
}

export function f64_log(output: usize, input: usize, count: i32): void {
  map<f64>(LOG, output, input, count);
}

export function f64_sin(output: usize, input: usize, count: i32): void {
  map<f64>(SIN, output, input, count);
}

export function f64_cos(output: usize, input: usize, count: i32): void {
  map<f64>(COS, output, input, count);
}

/** across[i], up[i] = a standard normal pair from the uniform u1[i], u2[i] in [0, 1). */
export function f64_gaussian(across: usize, up: usize, u1: usize, u2: usize, count: i32): void {
  for (; count > 0; count--, across += 8, up += 8, u1 += 8, u2 += 8) {
    const radius = gaussianRadius(v128.load64_zero(u1)), angle = v128.load64_zero(u2);
    v128.store64_lane(across, gaussianPart(radius, angle, 1), 0);
    v128.store64_lane(up, gaussianPart(radius, angle, 0), 0);
  }
}

/** f32_tanh or f64_tanh, whichever T is: for kernels. */
@inline
export function tanhLoop<T>(output: usize, input: usize, count: i32): void {
  if (sizeof<T>() == 4) f32_tanh(output, input, count);
  else f64_tanh(output, input, count);
}

/** f32_exp or f64_exp, whichever T is: for kernels. */
@inline
export function expLoop<T>(output: usize, input: usize, count: i32): void {
  if (sizeof<T>() == 4) f32_exp(output, input, count);
  else f64_exp(output, input, count);
}

/** f32_sigmoid or f64_sigmoid, whichever T is: for kernels. */
@inline
export function sigmoidLoop<T>(output: usize, input: usize, count: i32): void {
  if (sizeof<T>() == 4) f32_sigmoid(output, input, count);
  else f64_sigmoid(output, input, count);
}

/** f32_log or f64_log, whichever T is: for kernels. */
@inline
export function logLoop<T>(output: usize, input: usize, count: i32): void {
  if (sizeof<T>() == 4) f32_log(output, input, count);
  else f64_log(output, input, count);
}
