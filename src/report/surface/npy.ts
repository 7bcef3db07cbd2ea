// Numbers as NumPy's .npy format, which np.load reads. Encoding only.

/** `\x93NUMPY`, then version 1.0. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** Bytes before the header's text: magic, version, length of the text. */
const PREFIX_BYTES = 10;

/** The numbers begin at a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/** The one NaN that is written, whatever bits a computation left. */
const NAN_BITS = 0x7ff80000;

/** A shape as Python writes a tuple: `()`, `(3,)`, `(2, 3)`. */
const tuple = (shape: readonly number[]) =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/**
 * Encodes an array of 64-bit floats as .npy, version 1.0: `<f8`, C order, little-endian on every
 * machine.
 *
 * @param values - the numbers, last index fastest; every NaN is written with the same bits.
 * @param shape - sizes, first index first; their product is the length of `values`.
 * @returns the whole file.
 * @throws RangeError where values and shape differ in length.
 * @see NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", 2007.
 */
export function npyBytes(values: Float64Array, shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new RangeError(`npyBytes: ${values.length} values do not fill [${shape.join(', ')}]`);
  }
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  const start = Math.ceil((PREFIX_BYTES + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const text = `${header.padEnd(start - PREFIX_BYTES - 1)}\n`;
  const bytes = new Uint8Array(start + values.length * Float64Array.BYTES_PER_ELEMENT);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, text.length, true);
  bytes.set(new TextEncoder().encode(text), PREFIX_BYTES);
  values.forEach((value, index) => {
    const at = start + index * Float64Array.BYTES_PER_ELEMENT;
    if (Number.isNaN(value)) view.setUint32(at + 4, NAN_BITS, true);
    else view.setFloat64(at, value, true);
  });
  return bytes;
}
