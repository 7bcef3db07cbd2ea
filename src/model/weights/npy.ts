// Numbers as NumPy's .npy format, which np.load reads. Encoding only.
import type { Precision } from '../../math/kernels.ts';
import { writeNumbers } from '../../math/littleEndian.ts';

/** `\x93NUMPY`, then version 1.0. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** Bytes before the header's text: magic, version, length of the text. */
const PREFIX_BYTES = 10;

/** The numbers begin at a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/** NumPy's names of numbers of 32 and 64 bits, little-endian. */
const DESCRIPTIONS: Readonly<Record<Precision, string>> = { f32: '<f4', f64: '<f8' };

/** A shape as Python writes a tuple: `()`, `(3,)`, `(2, 3)`. */
const tuple = (shape: readonly number[]) =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/**
 * Encodes an array of floats as .npy, version 1.0: C order, little-endian on every machine.
 *
 * @param values - the numbers, last index fastest, in their own precision; every NaN is written with
 * the same bits.
 * @param shape - sizes, first index first; their product is the length of `values`.
 * @returns the whole file.
 * @throws RangeError where values and shape differ in length.
 * @see NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", 2007.
 */
export function npyBytes(
  values: Float32Array | Float64Array,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new RangeError(`npyBytes: ${values.length} values do not fill [${shape.join(', ')}]`);
  }
  const precision = values instanceof Float32Array ? 'f32' : 'f64';
  const description = DESCRIPTIONS[precision];
  const header = `{'descr': '${description}', 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  const start = Math.ceil((PREFIX_BYTES + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const text = `${header.padEnd(start - PREFIX_BYTES - 1)}\n`;
  const bytes = new Uint8Array(start + values.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, text.length, true);
  bytes.set(new TextEncoder().encode(text), PREFIX_BYTES);
  writeNumbers(view, start, values, precision);
  return bytes;
}
