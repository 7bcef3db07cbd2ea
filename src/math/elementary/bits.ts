// Powers of two and the exponent and significand of a number, read from and written to its bits.
// Every machine Node runs on is little-endian or hides it: the word order is looked up once.

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const single = new Float32Array(1);
const singleWord = new Int32Array(single.buffer);

double[0] = 1;
const high = words[1] === 0 ? 0 : 1;
const low = 1 - high;

/** Upper halves of the bits of √½: significands are taken from [√½, √2). */
const ROOT_HALF32 = 0x3f3504f3;
const ROOT_HALF64 = 0x3fe6a09e;

/** Returns 2^exponent for an integer exponent in [−126, 127]; NaN counts as 0. */
export function powerOfTwo32(exponent: number): number {
  singleWord[0] = (exponent + 127) << 23;
  return single[0]!;
}

/** Returns 2^exponent for an integer exponent in [−1022, 1023]; NaN counts as 0. */
export function powerOfTwo64(exponent: number): number {
  words[high] = (exponent + 1023) << 20;
  words[low] = 0;
  return double[0]!;
}

/** Returns the k of x = m·2^k with m in [√½, √2), for a positive normal single precision x. */
export function exponent32(x: number): number {
  single[0] = x;
  return (singleWord[0]! - ROOT_HALF32) >> 23;
}

/** Returns x·2^−k, exactly, for the k of {@link exponent32}. */
export function significand32(x: number, k: number): number {
  single[0] = x;
  singleWord[0] = singleWord[0]! - (k << 23);
  return single[0]!;
}

/** Returns the k of x = m·2^k with m in [√½, √2) (to 20 bits), for a positive normal x. */
export function exponent64(x: number): number {
  double[0] = x;
  return (words[high]! - ROOT_HALF64) >> 20;
}

/** Returns x·2^−k, exactly, for the k of {@link exponent64}. */
export function significand64(x: number, k: number): number {
  double[0] = x;
  words[high] = words[high]! - (k << 20);
  return double[0]!;
}
