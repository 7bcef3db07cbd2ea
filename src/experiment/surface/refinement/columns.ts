// Typed arrays that grow: columns of a table whose length is known only once it is full.

/** A column of numbers. */
export type Column = Float64Array | Int32Array | Uint8Array;

const FIRST_LENGTH = 64;

/**
 * Makes room in a column, doubling it, so that filling it costs a constant per number.
 * @param count numbers it shall hold
 * @returns the column itself where it is long enough, else a longer copy
 */
export function roomFor<T extends Column>(column: T, count: number): T {
  if (count <= column.length) return column;
  const Longer = column.constructor as new (length: number) => T;
  const longer = new Longer(Math.max(count, 2 * column.length, FIRST_LENGTH));
  longer.set(column);
  return longer;
}
