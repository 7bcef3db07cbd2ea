// Numbers for tests, from a small generator of the tests' own (not the one under test).
import type { Precision } from '../../src/math/kernels.ts';

/**
 * What kind of numbers: `ordinary` lie in [-2, 2], `wide` take all magnitudes from subnormal to
 * nearly overflowing, `special` mixes ordinary ones with zeros of both signs, subnormals, huge
 * numbers, infinities and NaN.
 */
export type Palette = 'ordinary' | 'wide' | 'special';

/** All palettes. */
export const palettes: readonly Palette[] = ['ordinary', 'wide', 'special'];

const SPECIALS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  1e30,
  -1e30,
  2 ** -126,
  -(2 ** -140),
  2 ** -149,
  -(2 ** -1060),
  5e-324,
  3.4e38,
  -1.7e308,
  Infinity,
  -Infinity,
  NaN,
];

const EXPONENTS: Readonly<Record<Precision, readonly [number, number]>> = {
  f32: [-149, 127],
  f64: [-1074, 1023],
};

/** Opens a generator of uniform draws in [0, 1), 32 bits each (Mulberry32). */
export function openDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `count` numbers of a palette; the same for the same seed. */
export function drawNumbers(
  seed: number,
  palette: Palette,
  count: number,
  precision: Precision,
): number[] {
  const draw = openDraws(seed);
  const ordinary = (): number => 4 * draw() - 2;
  const [low, high] = EXPONENTS[precision];
  const kinds: Readonly<Record<Palette, () => number>> = {
    ordinary,
    wide: () => (draw() < 0.5 ? -1 : 1) * (1 + draw()) * 2 ** (low + draw() * (high - low)),
    special: () => (draw() < 0.1 ? SPECIALS[Math.floor(draw() * SPECIALS.length)]! : ordinary()),
  };
  return Array.from({ length: count }, kinds[palette]);
}
