// Numbers as bytes that are the same on every machine: little-endian, with one NaN. For what is
// hashed and stored; the arena keeps the machine's own order.
import { ELEMENT_BYTES, type Precision } from './kernels.ts';

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const CANONICAL_NAN_HIGH = 0x7ff80000;
const CANONICAL_NAN_SINGLE = 0x7fc00000;

/**
 * Writes a number as 8 bytes.
 * @param at byte offset into the view
 */
export function setDouble(view: DataView, at: number, value: number): void {
  if (Number.isNaN(value)) {
    view.setUint32(at, 0, true);
    view.setUint32(at + 4, CANONICAL_NAN_HIGH, true);
  } else {
    view.setFloat64(at, value, true);
  }
}

function setSingle(view: DataView, at: number, value: number): void {
  if (Number.isNaN(value)) view.setUint32(at, CANONICAL_NAN_SINGLE, true);
  else view.setFloat32(at, value, true);
}

/**
 * Writes numbers one after the other.
 * @param at byte offset into the view
 * @param values [n]; rounded to the precision
 */
export function writeNumbers(
  view: DataView,
  at: number,
  values: ArrayLike<number>,
  precision: Precision,
): void {
  const width = ELEMENT_BYTES[precision];
  const set = precision === 'f32' ? setSingle : setDouble;
  const place = view.byteOffset + at;
  if (!IS_LITTLE_ENDIAN || place % width !== 0) {
    for (let i = 0; i < values.length; i++) set(view, at + i * width, values[i]!);
    return;
  }
  // Several times faster, which is what a checkpoint of a large network takes longest for.
  const { buffer } = view;
  const count = values.length;
  const target =
    precision === 'f32'
      ? new Float32Array(buffer, place, count)
      : new Float64Array(buffer, place, count);
  target.set(values);
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(target[i])) set(view, at + i * width, Number.NaN);
  }
}

/**
 * The bytes of numbers as they are stored: the array's own memory where the machine keeps them in that order,
 * a copy elsewhere. Its NaN become the one canonical NaN.
 * @param values [n]
 */
export function bytesOfNumbers(values: Float32Array | Float64Array): Uint8Array {
  const { buffer, byteOffset, byteLength, length } = values;
  if (!IS_LITTLE_ENDIAN) {
    const bytes = new Uint8Array(byteLength);
    writeNumbers(
      new DataView(bytes.buffer),
      0,
      values,
      values.BYTES_PER_ELEMENT === 4 ? 'f32' : 'f64',
    );
    return bytes;
  }
  const view = new DataView(buffer, byteOffset, byteLength);
  if (mayHoldNaN(values)) {
    const set = values.BYTES_PER_ELEMENT === 4 ? setSingle : setDouble;
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(values[i])) set(view, i * values.BYTES_PER_ELEMENT, Number.NaN);
    }
  }
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Whether a sum of all comes out as NaN: less than half the time of asking each. */
function mayHoldNaN(values: Float32Array | Float64Array): boolean {
  const whole = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += values[i]!;
  return Number.isNaN(a + b + c + d);
}

/**
 * Reads numbers that stand one after the other.
 * @param at byte offset into the view
 * @returns a new array, [count]
 */
export function readNumbers(
  view: DataView,
  at: number,
  count: number,
  precision: Precision,
): Float32Array | Float64Array {
  if (precision === 'f32') {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = view.getFloat32(at + i * 4, true);
    return values;
  }
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = view.getFloat64(at + i * 8, true);
  return values;
}
