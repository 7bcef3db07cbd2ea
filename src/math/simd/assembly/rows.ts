// Row operations on matrices whose rows are padded to 32 bytes: copy, gather, scatter, sum, transpose.

/** Copies one padded row into each of the rows of c. */
export function fillRows(c: usize, cRow: usize, source: usize, rows: i32): void {
  for (; rows > 0; rows--) {
    for (let o: usize = 0; o < cRow; o += 32) {
      const x0 = v128.load(source + o), x1 = v128.load(source + o, 16);
      v128.store(c + o, x0);
      v128.store(c + o, x1, 16);
    }
    c += cRow;
  }
}

/** c[n] = table[indices[n]], plus the row `bias` where it is not 0. */
export function gatherRows<T>(
  c: usize, cRow: usize, table: usize, bias: usize, indices: usize, rows: i32,
): void {
  for (; rows > 0; rows--) {
    const source = table + <usize>load<i32>(indices) * cRow;
    for (let o: usize = 0; o < cRow; o += 32) {
      let x0 = v128.load(source + o), x1 = v128.load(source + o, 16);
      if (bias) {
        x0 = v128.add<T>(x0, v128.load(bias + o));
        x1 = v128.add<T>(x1, v128.load(bias + o, 16));
      }
      v128.store(c + o, x0);
      v128.store(c + o, x1, 16);
    }
    c += cRow;
    indices += 4;
  }
}

/** table[indices[n]] += a[n] in ascending n. */
export function scatterAddRows<T>(
  table: usize, a: usize, aRow: usize, indices: usize, rows: i32,
): void {
  for (; rows > 0; rows--) {
    const target = table + <usize>load<i32>(indices) * aRow;
    for (let o: usize = 0; o < aRow; o += 32) {
      const x0 = v128.add<T>(v128.load(target + o), v128.load(a + o));
      const x1 = v128.add<T>(v128.load(target + o, 16), v128.load(a + o, 16));
      v128.store(target + o, x0);
      v128.store(target + o, x1, 16);
    }
    a += aRow;
    indices += 4;
  }
}

/** target += Σ_n a[n] in ascending n. */
export function sumRows<T>(target: usize, a: usize, aRow: usize, rows: i32): void {
  let o: usize = 0;
  // Four sums at a time: with two, each addition waits for the one before.
  for (; o + 64 <= aRow; o += 64) {
    let s0 = v128.load(target + o), s1 = v128.load(target + o, 16);
    let s2 = v128.load(target + o, 32), s3 = v128.load(target + o, 48);
    let p = a + o;
    for (let n = rows; n > 0; n--) {
      s0 = v128.add<T>(s0, v128.load(p));
      s1 = v128.add<T>(s1, v128.load(p, 16));
      s2 = v128.add<T>(s2, v128.load(p, 32));
      s3 = v128.add<T>(s3, v128.load(p, 48));
      p += aRow;
    }
    v128.store(target + o, s0);
    v128.store(target + o, s1, 16);
    v128.store(target + o, s2, 32);
    v128.store(target + o, s3, 48);
  }
  if (o < aRow) {
    let s0 = v128.load(target + o), s1 = v128.load(target + o, 16);
    let p = a + o;
    for (let n = rows; n > 0; n--) {
      s0 = v128.add<T>(s0, v128.load(p));
      s1 = v128.add<T>(s1, v128.load(p, 16));
      p += aRow;
    }
    v128.store(target + o, s0);
    v128.store(target + o, s1, 16);
  }
}

/** t = aᵀ: a is [rows, columns], t is [columns, rows]; padding of t is left as it is. */
export function transpose<T>(
  t: usize, tRow: usize, a: usize, aRow: usize, rows: i32, columns: i32,
): void {
  for (let i = 0; i < rows; i++) {
    let source = a + <usize>i * aRow, target = t + <usize>i * sizeof<T>();
    for (let j = columns; j > 0; j--) {
      store<T>(target, load<T>(source));
      source += sizeof<T>();
      target += tRow;
    }
  }
}
