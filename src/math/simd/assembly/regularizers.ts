// Row-wise terms of the regularizers over states: Ω of Pascanu et al. and the norm stabiliser.
import { clearPadding, promoteHigh, promoteLow } from './lanes';
import { sumSquares } from './vectors';

/** x·factor, the factor and the product in f64, rounded once. */
@inline
function timesDouble<T>(x: v128, factor: v128): v128 {
  if (sizeof<T>() == 8) return v128.mul<f64>(x, factor);
  const low = f32x4.demote_f64x2_zero(v128.mul<f64>(promoteLow(x), factor));
  const high = f32x4.demote_f64x2_zero(v128.mul<f64>(promoteHigh(x), factor));
  return v128.shuffle<i64>(low, high, 0, 2);
}

/** ‖x‖² of each row. */
@inline
export function rowSquares<T>(target: usize, source: usize, row: usize, rows: i32): void {
  for (; rows > 0; rows--) {
    store<f64>(target, sumSquares<T>(source, row));
    target += 8;
    source += row;
  }
}

/** target = c·v for each row, c from ‖v‖² and ‖d‖²; see `omegaRows` in operations/regularizers.ts. */
@inline
export function omegaRows<T>(
  target: usize, v: usize, row: usize, vSquares: usize, dSquares: usize, rows: i32, columns: i32,
  squared: i32, least: f64, active: usize,
): f64 {
  let sum: f64 = 0, count: i32 = 0;
  for (let n = 0, o: usize = 0; n < rows; n++) {
    const vv = load<f64>(vSquares + (n << 3)), dd = load<f64>(dSquares + (n << 3));
    let factor: f64 = 0;
    if (!(dd < least)) {
      const excess = (squared ? vv / dd : sqrt(vv) / sqrt(dd)) - 1;
      sum += excess * excess;
      count++;
      if (squared) factor = (4 * excess) / dd;
      else if (vv != 0) factor = (2 * excess) / (sqrt(vv) * sqrt(dd));
    }
    const f = v128.splat<f64>(factor);
    for (const end = o + row; o < end; o += 32) {
      const x0 = timesDouble<T>(v128.load(v + o), f), x1 = timesDouble<T>(v128.load(v + o, 16), f);
      v128.store(target + o, x0);
      v128.store(target + o, x1, 16);
    }
  }
  clearPadding<T>(target, row, rows, columns); // a factor that is not finite makes NaN there
  store<i32>(active, count);
  return sum;
}

/** dh += what draws the norms of neighbouring states together; see `stabilizeNorms` there. */
@inline
export function stabilizeNorms<T>(
  dh: usize, h: usize, row: usize, sequenceLength: i32, batchSize: i32, columns: i32, scale: f64,
): f64 {
  const block = <usize>batchSize * row;
  let sum: f64 = 0;
  for (let b = 0; b < batchSize; b++) {
    let o = <usize>b * row;
    let norm = sqrt(sumSquares<T>(h + o, row)), change: f64 = 0;
    for (let t = 0; t <= sequenceLength; t++) {
      let nextNorm: f64 = 0, nextChange: f64 = 0;
      if (t < sequenceLength) {
        nextNorm = sqrt(sumSquares<T>(h + o + block, row));
        nextChange = nextNorm - norm;
        sum += nextChange * nextChange;
      }
      const f = v128.splat<f64>(norm == 0 ? 0 : (scale * (change - nextChange)) / norm);
      for (let i = o, end = o + row; i < end; i += 32) {
        const x0 = v128.add<T>(v128.load(dh + i), timesDouble<T>(v128.load(h + i), f));
        const x1 = v128.add<T>(v128.load(dh + i, 16), timesDouble<T>(v128.load(h + i, 16), f));
        v128.store(dh + i, x0);
        v128.store(dh + i, x1, 16);
      }
      norm = nextNorm;
      change = nextChange;
      o += block;
    }
  }
  clearPadding<T>(dh, row, (sequenceLength + 1) * batchSize, columns);
  return sum;
}
