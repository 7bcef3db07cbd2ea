// Decimal numbers straight from the bytes of a text: a table of millions of them needs no string for each.

const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;
/** Makes a letter a small one. */
const SMALL = 0x20;
const SMALL_E = 0x65;

/** Digits that a double holds exactly, all of them. */
const EXACT_DIGITS = 15;
/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const LARGEST_POWER = POWERS.length - 1;

const latin = new TextDecoder('latin1');

/**
 * Reads a number such as `-12`, `.5`, `1.` or `6.02e23`, rounded as JavaScript rounds it: product or quotient of
 * two numbers that are exact is rounded once; what has more digits is left to `Number`.
 * @param start its first byte
 * @param end one behind its last
 * @returns NaN where the bytes are no such number, all of them; infinite where it is too large
 * @see Clinger (1990), How to read floating point numbers accurately
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const sign = bytes[at]!;
  if (at < end && (sign === MINUS || sign === PLUS)) at++;
  const first = at;
  let mantissa = 0;
  let significant = 0;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = 10 * mantissa + (byte - ZERO);
      if (mantissa > 0) significant++;
    } else if (byte === POINT && point < 0) point = at;
    else break;
  }
  const digits = at - first - (point < 0 ? 0 : 1);
  if (digits === 0) return Number.NaN;
  let power = point < 0 ? 0 : point + 1 - at;
  if (at < end) {
    const exponent = parseExponent(bytes, at, end);
    if (Number.isNaN(exponent)) return Number.NaN;
    power += exponent;
  }
  if (significant > EXACT_DIGITS || power > LARGEST_POWER || power < -LARGEST_POWER) {
    return Number(latin.decode(bytes.subarray(start, end)));
  }
  const size = power < 0 ? mantissa / POWERS[-power]! : mantissa * POWERS[power]!;
  return sign === MINUS ? -size : size;
}

/** Reads `e` and a whole number up to the end; NaN where there is something else. */
function parseExponent(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start]! | SMALL) !== SMALL_E) return Number.NaN;
  let at = start + 1;
  const sign = bytes[at]!;
  if (at < end && (sign === MINUS || sign === PLUS)) at++;
  if (at === end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    exponent = 10 * exponent + (byte - ZERO);
  }
  return sign === MINUS ? -exponent : exponent;
}
