// fast-check arbitraries for kernels: shapes, contents, and rounding to a precision.
import fc from 'fast-check';
import type { Precision } from '../../src/math/kernels.ts';
import { drawNumbers, type Palette, palettes } from './numbers.ts';
import type { Content } from './scene.ts';

/** Half the distance from 1 to the next larger number. */
export const unitRoundoff: Readonly<Record<Precision, number>> = { f32: 2 ** -24, f64: 2 ** -53 };

/** Rounds to a precision. */
export const round: Readonly<Record<Precision, (x: number) => number>> = {
  f32: Math.fround,
  f64: (x) => x,
};

/** A number of rows, columns or terms, mostly small and never a favourite multiple. */
export const size = (max = 40): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** A seed and a palette: what matrices are filled with. */
export const filling: fc.Arbitrary<{ readonly seed: number; readonly palette: Palette }> =
  fc.record({ seed: fc.nat(), palette: fc.constantFrom(...palettes) });

/** A matrix filled from a seed; `salt` tells the matrices of one scene apart. */
export function matrix(
  rows: number,
  columns: number,
  { seed, palette }: { readonly seed: number; readonly palette: Palette },
  precision: Precision,
  salt: number,
): Content {
  const values = drawNumbers(seed + 7919 * salt, palette, rows * columns, precision);
  return { rows, columns, values: values.map(round[precision]) };
}

/** A matrix of numbers in [0, 1]. */
export function unitMatrix(
  rows: number,
  columns: number,
  seed: number,
  precision: Precision,
): Content {
  const { values } = matrix(rows, columns, { seed, palette: 'ordinary' }, precision, 17);
  return { rows, columns, values: values.map((value) => Math.abs(value) / 2) };
}

/** A matrix of zeros. */
export function zeroMatrix(rows: number, columns: number): Content {
  return { rows, columns, values: new Array<number>(rows * columns).fill(0) };
}

/** Whole numbers below `count`, from a seed. */
export function wholeNumbers(length: number, count: number, seed: number): number[] {
  return drawNumbers(seed + 31, 'ordinary', length, 'f64').map((value) =>
    Math.floor(((value + 2) / 4) * count),
  );
}
