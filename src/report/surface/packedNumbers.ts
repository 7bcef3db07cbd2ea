// Many numbers as short text: three bytes each, good to four digits of every number. For what is
// looked at, not for what is computed with; runs in Node and in browsers alike.

/** Numbers as text. */
export interface PackedNumbers {
  /** Largest magnitude of a finite number; what is packed is each number's share of it. */
  readonly largest: number;
  /** Base64 of three bytes per number: the upper bits of its share as a 32-bit float. */
  readonly base64: string;
}

const BYTES = 3;
/** Half of the lowest bit that is kept. */
const HALF = 0x80;
/** Bytes per call of fromCharCode: engines bound the number of arguments. */
const CHUNK = 8192;

/**
 * Packs numbers. NaN and infinities stay what they are; what is smaller than 1e-38 of the largest
 * becomes 0.
 *
 * @param values - any numbers, [n].
 */
export function packNumbers(values: Float64Array): PackedNumbers {
  let largest = 0;
  for (const value of values) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  }
  const bytes = new Uint8Array(values.length * BYTES);
  const float = new DataView(new ArrayBuffer(4));
  values.forEach((value, index) => {
    float.setFloat32(0, largest > 0 && Number.isFinite(value) ? value / largest : value);
    const bits = Number.isFinite(value) ? float.getUint32(0) + HALF : float.getUint32(0);
    bytes[index * BYTES] = bits >>> 24;
    bytes[index * BYTES + 1] = bits >>> 16;
    bytes[index * BYTES + 2] = bits >>> 8;
  });
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return { largest, base64: btoa(binary) };
}

/**
 * Unpacks numbers.
 *
 * @param packed - what {@link packNumbers} gave.
 * @returns the numbers, [n], each within 1.6e-5 of its size.
 */
export function unpackNumbers({ largest, base64 }: PackedNumbers): Float64Array {
  const binary = atob(base64);
  const values = new Float64Array(binary.length / BYTES);
  const float = new DataView(new ArrayBuffer(4));
  for (let index = 0; index < values.length; index += 1) {
    for (let byte = 0; byte < BYTES; byte += 1) {
      float.setUint8(byte, binary.charCodeAt(index * BYTES + byte));
    }
    const share = float.getFloat32(0);
    values[index] = Number.isFinite(share) ? share * largest : share;
  }
  return values;
}
