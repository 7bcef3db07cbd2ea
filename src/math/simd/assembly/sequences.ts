// Rows chosen by the lengths of their sequences; see operations/sequences.ts.

/** Whether the sequence of row n is over before a step. */
@inline
function isOver(lengths: usize, n: i32, step: i32): bool {
  return load<i32>(lengths + (<usize>n << 2)) < step;
}

@inline
function copyRow(target: usize, source: usize, row: usize): void {
  for (let o: usize = 0; o < row; o += 16) v128.store(target + o, v128.load(source + o));
}

@inline
function addRow<T>(target: usize, source: usize, row: usize): void {
  for (let o: usize = 0; o < row; o += 16) {
    v128.store(target + o, v128.add<T>(v128.load(target + o), v128.load(source + o)));
  }
}

@inline
function clearRow(target: usize, row: usize): void {
  for (let o: usize = 0; o < row; o += 16) v128.store(target + o, v128.splat<i32>(0));
}

/** next[n] = now[n] where a sequence is over. */
export function holdRows(next: usize, now: usize, row: usize, lengths: usize, step: i32, rows: i32): void {
  for (let n = 0; n < rows; n++, next += row, now += row) {
    if (isOver(lengths, n, step)) copyRow(next, now, row);
  }
}

/** before[n] += now[n], now[n] = 0 where a sequence is over. */
@inline
export function passHeldRows<T>(
  before: usize, now: usize, row: usize, lengths: usize, step: i32, rows: i32,
): void {
  for (let n = 0; n < rows; n++, before += row, now += row) {
    if (!isOver(lengths, n, step)) continue;
    addRow<T>(before, now, row);
    clearRow(now, row);
  }
}

/** Each sequence in reverse order within its length. */
@inline
export function reverseRows<T>(
  target: usize, source: usize, row: usize, lengths: usize, steps: i32, rows: i32, accumulate: i32,
): void {
  for (let t = 0; t < steps; t++) {
    for (let n = 0; n < rows; n++, target += row) {
      const length = lengths ? load<i32>(lengths + (<usize>n << 2)) : steps;
      if (t < length) {
        const from = source + (<usize>(length - 1 - t) * <usize>rows + <usize>n) * row;
        if (accumulate) addRow<T>(target, from, row);
        else copyRow(target, from, row);
      } else if (!accumulate) clearRow(target, row);
    }
  }
}
