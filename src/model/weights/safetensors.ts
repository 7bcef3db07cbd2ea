// Named tensors as bytes and back, in the safetensors format: 8 bytes of header length, a JSON
// header, the elements. Pure functions; files are read and written elsewhere.
import { ELEMENT_BYTES, type Precision } from '../../math/kernels.ts';
import { bytesOfNumbers, readNumbers } from '../../math/littleEndian.ts';
import {
  type Header,
  type HeaderEntry,
  headerText,
  parseHeader,
  RESERVED_NAMES,
} from './header.ts';
import { WeightsFileError } from './weightsFileError.ts';

/** A tensor outside the arena. */
export interface WeightTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly precision: Precision;
  /** Row by row, without padding. */
  readonly values: Float32Array | Float64Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the header. */
  readonly tensors: ReadonlyMap<string, WeightTensor>;
  /** Free words about the file, without a prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Largest header, in bytes: 1 MiB. */
export const LARGEST_HEADER_BYTES = 1_048_576;

const LENGTH_BYTES = 8;
/** The data begin at a multiple of this; the header is padded with spaces. */
const ALIGNMENT = 8;

const DTYPES: Readonly<Record<Precision, string>> = { f32: 'F32', f64: 'F64' };
const PRECISIONS: ReadonlyMap<string, Precision> = new Map([
  ['F32', 'f32'],
  ['F64', 'f64'],
]);

/**
 * Encodes tensors in the order given; equal tensors give equal bytes on every machine (NaN becomes
 * the one canonical NaN).
 * @param metadata free words about the file, in their order
 * @throws RangeError if two tensors share a name, values do not fill a shape, or the header is
 * larger than LARGEST_HEADER_BYTES
 * @see huggingface/safetensors, README, "Format"
 */
export function encodeSafetensors(
  tensors: readonly WeightTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(safetensorsParts(tensors, metadata)));
}

/**
 * Encodes tensors like encodeSafetensors, without copying them: large ones take longest to copy.
 * @returns the header, then each tensor's own memory, in which NaN becomes the canonical one
 * @throws RangeError like encodeSafetensors
 */
export function safetensorsParts(
  tensors: readonly WeightTensor[],
  metadata: Readonly<Record<string, string>>,
): [header: Uint8Array, ...tensors: Uint8Array[]] {
  const text = new TextEncoder().encode(headerText({ entries: place(tensors), metadata }));
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  if (headerLength > LARGEST_HEADER_BYTES) {
    throw new RangeError(`safetensors: a header of ${headerLength} bytes is too large`);
  }
  const header = new Uint8Array(LENGTH_BYTES + headerLength).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(headerLength), true);
  header.set(text, LENGTH_BYTES);
  return [header, ...tensors.map(({ values }) => bytesOfNumbers(values))];
}

/** Places tensors one after the other. */
function place(tensors: readonly WeightTensor[]): HeaderEntry[] {
  const names = new Set(RESERVED_NAMES);
  let end = 0;
  return tensors.map(({ name, shape, precision, values }) => {
    if (names.has(name)) throw new RangeError(`safetensors: ${name} is taken or reserved`);
    names.add(name);
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== values.length || values.BYTES_PER_ELEMENT !== ELEMENT_BYTES[precision]) {
      throw new RangeError(
        `safetensors: ${name} is [${shape.join(',')}] in ${precision}, ` +
          `got ${values.length} values of ${values.BYTES_PER_ELEMENT} bytes`,
      );
    }
    const begin = end;
    end += values.byteLength;
    return { name, dtype: DTYPES[precision], shape, begin, end };
  });
}

/**
 * Decodes tensors of 32 and 64 bits from bytes nobody vouches for. Allocates no more than their
 * number, and nothing before the whole header is found to be true.
 * @throws WeightsFileError if they are not such a file to the last byte
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = LENGTH_BYTES + readHeaderLength(view);
  const { entries, metadata } = readHeader(bytes.subarray(LENGTH_BYTES, start));
  const placed = entries.map(precisionOf);
  checkPlaces(entries, bytes.length - start);
  const tensors = placed.map(({ name, shape, begin, end, precision }): WeightTensor => {
    const count = (end - begin) / ELEMENT_BYTES[precision];
    return { name, shape, precision, values: readNumbers(view, start + begin, count, precision) };
  });
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata };
}

function readHeaderLength(view: DataView): number {
  if (view.byteLength < LENGTH_BYTES) {
    throw new WeightsFileError(`expected at least ${LENGTH_BYTES} bytes, got ${view.byteLength}`);
  }
  const length = view.getBigUint64(0, true);
  const left = view.byteLength - LENGTH_BYTES;
  if (length < 1 || length > LARGEST_HEADER_BYTES) {
    const limit = LARGEST_HEADER_BYTES;
    throw new WeightsFileError(`expected a header of 1 to ${limit} bytes, got ${length}`);
  }
  if (length > left) {
    throw new WeightsFileError(`expected ${length} bytes of header, got ${left}`);
  }
  return Number(length);
}

function readHeader(bytes: Uint8Array): Header {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new WeightsFileError('header: expected UTF-8 text, got other bytes');
  }
  return parseHeader(text);
}

function precisionOf(entry: HeaderEntry, index: number): HeaderEntry & { precision: Precision } {
  const precision = PRECISIONS.get(entry.dtype);
  if (!precision) throw new WeightsFileError(`tensor ${index}: expected the dtype F32 or F64`);
  const { begin, end, shape } = entry;
  if (begin > end || byteLengthOf(shape, precision, end) !== end - begin) {
    throw new WeightsFileError(`tensor ${index}: its offsets do not fit its shape`);
  }
  return { ...entry, precision };
}

/** Bytes of a shape, or something above the limit where they exceed it: products may overflow. */
function byteLengthOf(shape: readonly number[], precision: Precision, limit: number): number {
  if (shape.includes(0)) return 0;
  let length = ELEMENT_BYTES[precision];
  for (const size of shape) {
    length *= size;
    if (length > limit) return Number.POSITIVE_INFINITY;
  }
  return length;
}

/** Throws unless the tensors cover the data without gap or overlap. */
function checkPlaces(entries: readonly HeaderEntry[], dataLength: number): void {
  let covered = 0;
  for (const { begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      throw new WeightsFileError(`expected a tensor at byte ${covered} of the data, got ${begin}`);
    }
    covered = end;
  }
  if (covered !== dataLength) {
    throw new WeightsFileError(`expected ${covered} bytes of data, got ${dataLength}`);
  }
}
