// Losses over padded rows of outputs: the sum of the losses in f64, and the scaled gradient by the outputs.
import { exp, log, sigmoid } from './elementary';
import { expLoop } from './elementaryLoops';
import { columnMask, elements, fold, fold8, promoteHigh, promoteLow } from './lanes';

@inline
function logOne<T>(x: T): T {
  const y = log<T>(v128.splat<T>(x));
  return sizeof<T>() == 4 ? <T>f32x4.extract_lane(y, 0) : <T>f64x2.extract_lane(y, 0);
}

/** Largest of the lanes of two vectors; NaN wins. */
@inline
function largest<T>(x0: v128, x1: v128): T {
  const x = v128.max<T>(x0, x1);
  if (sizeof<T>() == 4) {
    return max(max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)), max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
  }
  return max(f64x2.extract_lane(x, 0), f64x2.extract_lane(x, 1));
}

/** Σ_n −ln softmax(z_n)[index_n]; gradient = scale·(softmax(z) − onehot). */
@inline
export function softmaxCrossEntropy<T>(
  gradient: usize, logits: usize, row: usize, indices: usize, rows: i32, columns: i32, scaleBy: f64,
): f64 {
  const lanes = <i32>(16 / sizeof<T>());
  const last = row - 32, first = <i32>(last / sizeof<T>());
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  const lowest = v128.splat<T>(-Infinity as T);
  const factor = <T>scaleBy;
  let total: f64 = 0;
  for (; rows > 0; rows--) {
    let t0 = v128.bitselect(v128.load(logits + last), lowest, m0);
    let t1 = v128.bitselect(v128.load(logits + last, 16), lowest, m1);
    for (let o: usize = 0; o < last; o += 32) {
      t0 = v128.max<T>(t0, v128.load(logits + o));
      t1 = v128.max<T>(t1, v128.load(logits + o, 16));
    }
    const top = largest<T>(t0, t1);
    const shift = v128.splat<T>(top);
    for (let o: usize = 0; o < row; o += 32) {
      v128.store(gradient + o, v128.sub<T>(v128.load(logits + o), shift));
      v128.store(gradient + o, v128.sub<T>(v128.load(logits + o, 16), shift), 16);
    }
    expLoop<T>(gradient, gradient, elements<T>(row));
    let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0);
    for (let o: usize = 0; o < last; o += 32) {
      s0 = v128.add<T>(s0, v128.load(gradient + o));
      s1 = v128.add<T>(s1, v128.load(gradient + o, 16));
    }
    const index = <usize>load<i32>(indices) * sizeof<T>();
    const picked = load<T>(logits + index) - top;
    const e0 = v128.and(v128.load(gradient + last), m0), e1 = v128.and(v128.load(gradient + last, 16), m1);
    const sum = fold<T>(v128.add<T>(s0, e0), v128.add<T>(s1, e1));
    total += <f64>(logOne<T>(sum) - picked);
    const ratio = v128.splat<T>(factor / sum);
    for (let o: usize = 0; o < last; o += 32) {
      const g0 = v128.mul<T>(v128.load(gradient + o), ratio);
      const g1 = v128.mul<T>(v128.load(gradient + o, 16), ratio);
      v128.store(gradient + o, g0);
      v128.store(gradient + o, g1, 16);
    }
    // 0·NaN: padding stays zero although a row that is not finite makes the ratio NaN.
    v128.store(gradient + last, v128.and(v128.mul<T>(e0, ratio), m0));
    v128.store(gradient + last, v128.and(v128.mul<T>(e1, ratio), m1), 16);
    store<T>(gradient + index, load<T>(gradient + index) - factor);
    gradient += row;
    logits += row;
    indices += 4;
  }
  return total;
}

/** max(z, 0) − z·y + ln(1 + exp(−|z|)): −y ln σ(z) − (1 − y) ln(1 − σ(z)) without overflow. */
@inline
function binaryLoss<T>(z: v128, y: v128): v128 {
  const tail = log<T>(v128.add<T>(v128.splat<T>(1), exp<T>(v128.neg<T>(v128.abs<T>(z)))));
  return v128.add<T>(v128.sub<T>(v128.max<T>(z, v128.splat<T>(0)), v128.mul<T>(z, y)), tail);
}

/** Σ of the binary cross-entropies over rows and outputs; gradient = scale·(σ(z) − y). */
@inline
export function sigmoidCrossEntropy<T>(
  gradient: usize, logits: usize, targets: usize, row: usize, rows: i32, columns: i32, scaleBy: f64,
): f64 {
  const lanes = <i32>(16 / sizeof<T>());
  const factor = v128.splat<T>(<T>scaleBy);
  let s0 = v128.splat<f64>(0), s1 = v128.splat<f64>(0), s2 = v128.splat<f64>(0), s3 = v128.splat<f64>(0);
  for (; rows > 0; rows--) {
    let column = 0;
    for (let o: usize = 0; o < row; o += 32) {
      const m0 = columnMask<T>(column, columns), m1 = columnMask<T>(column + lanes, columns);
      const z0 = v128.load(logits + o), z1 = v128.load(logits + o, 16);
      const y0 = v128.load(targets + o), y1 = v128.load(targets + o, 16);
      const l0 = v128.and(binaryLoss<T>(z0, y0), m0), l1 = v128.and(binaryLoss<T>(z1, y1), m1);
      v128.store(gradient + o, v128.and(v128.mul<T>(factor, v128.sub<T>(sigmoid<T>(z0), y0)), m0));
      v128.store(gradient + o, v128.and(v128.mul<T>(factor, v128.sub<T>(sigmoid<T>(z1), y1)), m1), 16);
      if (sizeof<T>() == 8) {
        s0 = v128.add<f64>(s0, l0);
        s1 = v128.add<f64>(s1, l1);
      } else {
        s0 = v128.add<f64>(s0, promoteLow(l0));
        s1 = v128.add<f64>(s1, promoteHigh(l0));
        s2 = v128.add<f64>(s2, promoteLow(l1));
        s3 = v128.add<f64>(s3, promoteHigh(l1));
      }
      column += 2 * lanes;
    }
    gradient += row;
    logits += row;
    targets += row;
  }
  return sizeof<T>() == 8 ? fold<f64>(s0, s1) : fold8(s0, s1, s2, s3);
}

/** Σ (z − y)² over rows and outputs; gradient = 2·scale·(z − y). Padding is zero in both. */
export function squaredError<T>(
  gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scaleBy: f64,
): f64 {
  const factor = v128.splat<T>(<T>(2 * scaleBy));
  let s0 = v128.splat<f64>(0), s1 = v128.splat<f64>(0), s2 = v128.splat<f64>(0), s3 = v128.splat<f64>(0);
  const length = row * <usize>rows;
  for (let o: usize = 0; o < length; o += 32) {
    const d0 = v128.sub<T>(v128.load(outputs + o), v128.load(targets + o));
    const d1 = v128.sub<T>(v128.load(outputs + o, 16), v128.load(targets + o, 16));
    v128.store(gradient + o, v128.mul<T>(factor, d0));
    v128.store(gradient + o, v128.mul<T>(factor, d1), 16);
    if (sizeof<T>() == 8) {
      s0 = v128.add<f64>(s0, v128.mul<f64>(d0, d0));
      s1 = v128.add<f64>(s1, v128.mul<f64>(d1, d1));
    } else {
      const a0 = promoteLow(d0), a1 = promoteHigh(d0), a2 = promoteLow(d1), a3 = promoteHigh(d1);
      s0 = v128.add<f64>(s0, v128.mul<f64>(a0, a0));
      s1 = v128.add<f64>(s1, v128.mul<f64>(a1, a1));
      s2 = v128.add<f64>(s2, v128.mul<f64>(a2, a2));
      s3 = v128.add<f64>(s3, v128.mul<f64>(a3, a3));
    }
  }
  return sizeof<T>() == 8 ? fold<f64>(s0, s1) : fold8(s0, s1, s2, s3);
}

/** q·(|e| − ½q), q = min(|e|, δ): ½e² up to δ, δ·(|e| − ½δ) beyond. */
@inline
function huberLoss(e: v128, delta: v128): v128 {
  const size = v128.abs<f64>(e), q = v128.min<f64>(size, delta);
  return v128.mul<f64>(q, v128.sub<f64>(size, v128.mul<f64>(v128.splat<f64>(0.5), q)));
}

/**
 * scale·e with e held within [−δ, δ]: min(|e|, δ) with e's sign. Merged to 256 bits by Node 24,
 * min(max(e, −δ), δ) of f64 let e below −δ pass.
 */
@inline
function huberGradient<T>(e: v128, delta: v128, factor: v128): v128 {
  const sign = v128.and(e, v128.splat<T>(-0.0 as T));
  return v128.mul<T>(factor, v128.or(v128.min<T>(v128.abs<T>(e), delta), sign));
}

/** Σ of the Huber losses over rows and outputs, and their gradient. Padding is zero in both. */
@inline
export function huber<T>(
  gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scaleBy: f64, delta: f64,
): f64 {
  const factor = v128.splat<T>(<T>scaleBy), most = v128.splat<T>(<T>delta);
  const most64 = v128.splat<f64>(<f64><T>delta);
  let s0 = v128.splat<f64>(0), s1 = v128.splat<f64>(0), s2 = v128.splat<f64>(0), s3 = v128.splat<f64>(0);
  const length = row * <usize>rows;
  for (let o: usize = 0; o < length; o += 32) {
    const e0 = v128.sub<T>(v128.load(outputs + o), v128.load(targets + o));
    const e1 = v128.sub<T>(v128.load(outputs + o, 16), v128.load(targets + o, 16));
    v128.store(gradient + o, huberGradient<T>(e0, most, factor));
    v128.store(gradient + o, huberGradient<T>(e1, most, factor), 16);
    if (sizeof<T>() == 8) {
      s0 = v128.add<f64>(s0, huberLoss(e0, most64));
      s1 = v128.add<f64>(s1, huberLoss(e1, most64));
    } else {
      s0 = v128.add<f64>(s0, huberLoss(promoteLow(e0), most64));
      s1 = v128.add<f64>(s1, huberLoss(promoteHigh(e0), most64));
      s2 = v128.add<f64>(s2, huberLoss(promoteLow(e1), most64));
      s3 = v128.add<f64>(s3, huberLoss(promoteHigh(e1), most64));
    }
  }
  return sizeof<T>() == 8 ? fold<f64>(s0, s1) : fold8(s0, s1, s2, s3);
}
