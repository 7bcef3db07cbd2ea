// Matrices outside the arena turned and cut: what formats with other layouts need. Row by row,
// without padding, in the precision they have.

type Numbers = Float32Array | Float64Array;

/**
 * Transposes a matrix.
 * @param a [rows, columns]
 * @returns [columns, rows], in the precision of `a`
 */
export function transposed(a: Numbers, rows: number, columns: number): Numbers {
  const result = a.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j]!;
  }
  return result;
}

/**
 * Puts blocks that follow each other into another order.
 * @param a blocks of equal length, as many as `order` has
 * @param order for each place the index of the block that goes there
 */
export function reordered(a: Numbers, order: readonly number[]): Numbers {
  const result = a.slice();
  const length = a.length / order.length;
  order.forEach((from, to) => {
    result.set(a.subarray(from * length, (from + 1) * length), to * length);
  });
  return result;
}

/**
 * Copies one of the equally wide blocks that lie side by side in a matrix.
 * @param a [rows, columns]
 * @param index which block, from 0
 * @param count how many blocks there are
 * @returns [rows, columns/count], in the precision of `a`
 */
export function columnBlock(
  a: Numbers,
  rows: number,
  columns: number,
  index: number,
  count: number,
): Numbers {
  const width = columns / count;
  const block = a.slice(0, rows * width);
  for (let i = 0; i < rows; i++) {
    const start = i * columns + index * width;
    block.set(a.subarray(start, start + width), i * width);
  }
  return block;
}

/** Joins vectors end to end, in the precision of the first. */
export function joined(parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const result =
    parts[0] instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
