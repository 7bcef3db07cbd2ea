// Elementary functions in place over the first columns of rows, which may begin and end anywhere: what
// lies beyond them stays as it is. Pairs of vectors as in elementaryLoops.ts, and the rest of a row as
// whole vectors of which only its own lanes are kept.

import * as c from '../../elementary/coefficients';
import { sigmoid, sigmoid32, tanh, tanh32 } from './elementary';
import { hoisted, unknownZero } from './elementaryLoops';
import { columnMask, storeMasked } from './lanes';

@inline
function f32_tanhRows(a: usize, row: usize, rows: i32, columns: i32): void {
  const zero = unknownZero(columns), pairs = columns & ~7;
  const m0 = columnMask<f32>(pairs, columns), m1 = columnMask<f32>(pairs + 4, columns);
  const bottom = hoisted(<f32>-c.TANH32_BOUND, zero), top = hoisted(<f32>c.TANH32_BOUND, zero);
  const n0 = hoisted(<f32>c.TANH32_N0, zero), n1 = hoisted(<f32>c.TANH32_N1, zero), n2 = hoisted(<f32>c.TANH32_N2, zero);
  const d0 = hoisted(<f32>c.TANH32_D0, zero), d1 = hoisted(<f32>c.TANH32_D1, zero);
  const quarter = hoisted(0.25, zero), one = hoisted(1, zero), sign = hoisted(-0.0, zero);
  for (; rows > 0; rows--, a += row) {
    let k = 0, p = a;
    for (; k < pairs; k += 8, p += 32) {
      const first = tanh32(v128.load(p), bottom, top, n0, n1, n2, d0, d1, quarter, one, sign);
      const second = tanh32(v128.load(p, 16), bottom, top, n0, n1, n2, d0, d1, quarter, one, sign);
      v128.store(p, first);
      v128.store(p, second, 16);
    }
    for (let mask = m0; k < columns; k += 4, p += 16, mask = m1) {
      storeMasked(p, tanh32(v128.load(p), bottom, top, n0, n1, n2, d0, d1, quarter, one, sign), mask);
    }
  }
}

@inline
function f32_sigmoidRows(a: usize, row: usize, rows: i32, columns: i32): void {
  const zero = unknownZero(columns), pairs = columns & ~7;
  const m0 = columnMask<f32>(pairs, columns), m1 = columnMask<f32>(pairs + 4, columns);
  const bottom = hoisted(-104, zero), top = hoisted(40, zero);
  const perLn2 = hoisted(<f32>c.LOG2_E32, zero), whole = hoisted(12582912.0, zero);
  const high = hoisted(<f32>c.LN2_HIGH32, zero), low = hoisted(<f32>c.LN2_LOW32, zero);
  const c0 = hoisted(<f32>c.EXP32_C0, zero), c1 = hoisted(<f32>c.EXP32_C1, zero), c2 = hoisted(<f32>c.EXP32_C2, zero);
  const c3 = hoisted(<f32>c.EXP32_C3, zero), c4 = hoisted(<f32>c.EXP32_C4, zero), one = hoisted(1, zero);
  const raised = hoisted(18446744073709551616.0, zero), lowered = hoisted(5.421010862427522e-20, zero);
  for (; rows > 0; rows--, a += row) {
    let k = 0, p = a;
    for (; k < pairs; k += 8, p += 32) {
      const first = sigmoid32(
        v128.load(p), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one, raised, lowered,
      );
      const second = sigmoid32(
        v128.load(p, 16), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one, raised, lowered,
      );
      v128.store(p, first);
      v128.store(p, second, 16);
    }
    for (let mask = m0; k < columns; k += 4, p += 16, mask = m1) {
      const rest = sigmoid32(
        v128.load(p), bottom, top, perLn2, whole, high, low, c0, c1, c2, c3, c4, one, raised, lowered,
      );
      storeMasked(p, rest, mask);
    }
  }
}

@inline
function f64_rows(isTanh: bool, a: usize, row: usize, rows: i32, columns: i32): void {
  const pairs = columns & ~3, m0 = columnMask<f64>(pairs, columns), m1 = columnMask<f64>(pairs + 2, columns);
  for (; rows > 0; rows--, a += row) {
    let k = 0, p = a;
    for (; k < pairs; k += 4, p += 32) {
      const x0 = v128.load(p), x1 = v128.load(p, 16);
      const first = isTanh ? tanh<f64>(x0) : sigmoid<f64>(x0), second = isTanh ? tanh<f64>(x1) : sigmoid<f64>(x1);
      v128.store(p, first);
      v128.store(p, second, 16);
    }
    for (let mask = m0; k < columns; k += 2, p += 16, mask = m1) {
      const x = v128.load(p);
      storeMasked(p, isTanh ? tanh<f64>(x) : sigmoid<f64>(x), mask);
    }
  }
}

/** a = tanh(a) in the first `columns` of each row. */
@inline
export function tanhRows<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  if (sizeof<T>() == 4) f32_tanhRows(a, row, rows, columns);
  else f64_rows(true, a, row, rows, columns);
}

/** a = σ(a) in the first `columns` of each row. */
@inline
export function sigmoidRows<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  if (sizeof<T>() == 4) f32_sigmoidRows(a, row, rows, columns);
  else f64_rows(false, a, row, rows, columns);
}
