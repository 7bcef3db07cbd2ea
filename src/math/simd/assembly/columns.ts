// Blocks of columns: parts of rows that lie side by side with others; see operations/columns.ts. Pairs
// of vectors, so that an engine that merges neighbours computes 256 bits at once, then whole vectors of
// which only the lanes of the block are stored.
import { columnMask, storeMasked } from './lanes';

/** Blocks of columns come apart; what is read beyond a block is masked away. */
@inline
export function splitColumns<T>(
  target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32,
): void {
  const lanes = <i32>(16 / sizeof<T>()), last = targetRow - 32, first = <i32>(last / sizeof<T>());
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  const width = <usize>columns * sizeof<T>();
  for (; blocks > 0; blocks--, source += width) {
    for (let n = 0, from = source; n < rows; n++, from += sourceRow, target += targetRow) {
      for (let o: usize = 0; o < last; o += 32) {
        const x0 = v128.load(from + o), x1 = v128.load(from + o, 16);
        v128.store(target + o, x0);
        v128.store(target + o, x1, 16);
      }
      v128.store(target + last, v128.and(v128.load(from + last), m0));
      v128.store(target + last, v128.and(v128.load(from + last, 16), m1), 16);
    }
  }
}

/** Blocks of columns come together; exactly their elements are written. */
@inline
export function joinColumns<T>(
  target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32,
): void {
  const width = <usize>columns * sizeof<T>();
  for (; blocks > 0; blocks--, target += width) {
    for (let n = 0, to = target; n < rows; n++, to += targetRow, source += sourceRow) {
      let o: usize = 0;
      for (; o + 16 <= width; o += 16) v128.store(to + o, v128.load(source + o));
      if (width & 8) {
        store<u64>(to + o, load<u64>(source + o));
        o += 8;
      }
      if (width & 4) store<u32>(to + o, load<u32>(source + o));
    }
  }
}

/** target += a. */
@inline
export function addColumns<T>(target: usize, targetRow: usize, a: usize, aRow: usize, rows: i32, columns: i32): void {
  const width = <usize>columns * sizeof<T>(), pairs = width & ~31;
  const first = <i32>(pairs / sizeof<T>()), lanes = <i32>(16 / sizeof<T>());
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  for (; rows > 0; rows--, target += targetRow, a += aRow) {
    let o: usize = 0;
    for (; o < pairs; o += 32) {
      const x0 = v128.add<T>(v128.load(target + o), v128.load(a + o));
      const x1 = v128.add<T>(v128.load(target + o, 16), v128.load(a + o, 16));
      v128.store(target + o, x0);
      v128.store(target + o, x1, 16);
    }
    for (let mask = m0; o < width; o += 16, mask = m1) {
      storeMasked(target + o, v128.add<T>(v128.load(target + o), v128.load(a + o)), mask);
    }
  }
}

/** a ∘ b, or target + a ∘ b. */
@inline
function product<T>(accumulate: bool, target: usize, a: usize, b: usize): v128 {
  const x = v128.mul<T>(v128.load(a), v128.load(b));
  return accumulate ? v128.add<T>(v128.load(target), x) : x;
}

/** target = a ∘ b, or target += a ∘ b. */
@inline
export function productColumns<T>(
  accumulate: bool, target: usize, targetRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32,
): void {
  const width = <usize>columns * sizeof<T>(), pairs = width & ~31;
  const first = <i32>(pairs / sizeof<T>()), lanes = <i32>(16 / sizeof<T>());
  const m0 = columnMask<T>(first, columns), m1 = columnMask<T>(first + lanes, columns);
  for (; rows > 0; rows--, target += targetRow, a += aRow, b += bRow) {
    let o: usize = 0;
    for (; o < pairs; o += 32) {
      const x0 = product<T>(accumulate, target + o, a + o, b + o);
      const x1 = product<T>(accumulate, target + o + 16, a + o + 16, b + o + 16);
      v128.store(target + o, x0);
      v128.store(target + o, x1, 16);
    }
    for (let mask = m0; o < width; o += 16, mask = m1) {
      storeMasked(target + o, product<T>(accumulate, target + o, a + o, b + o), mask);
    }
  }
}
