// Level 5 MAT-files as a tree of tagged elements and arrays. What the arrays mean is not known here.
// Every length is held against the bytes that are there before anything is made of it.
import { inflateSync } from 'node:zlib';
import type { TaskFileError } from '../taskFileError.ts';

/** Makes the error that says what is wrong with the file. */
export type Refuse = (message: string) => TaskFileError;

/** What lies under one tag. */
export interface MatlabElement {
  readonly type: number;
  readonly data: DataView;
}

/** An array: its description, and its contents still as elements. */
export interface MatlabArray {
  readonly name: string;
  /** `double`, `cell`, …, as MATLAB says it. */
  readonly className: string;
  readonly isComplex: boolean;
  readonly dimensions: readonly number[];
  readonly contents: Generator<MatlabElement>;
}

const INT8 = 1;
const INT32 = 5;
const UINT32 = 6;
const MATRIX = 14;
const COMPRESSED = 15;

/** Classes of arrays, from 1 on. */
const CLASSES =
  'cell struct object char sparse double single int8 uint8 int16 uint16 int32 uint32 int64 uint64 function opaque'.split(
    ' ',
  );

const COMPLEX_FLAG = 0x800;

/** How numbers are stored, by type of element; the class of their array does not say it. */
const STORED: Readonly<Record<number, { size: number; read(view: DataView, at: number): number }>> =
  {
    1: { size: 1, read: (view, at) => view.getInt8(at) },
    2: { size: 1, read: (view, at) => view.getUint8(at) },
    3: { size: 2, read: (view, at) => view.getInt16(at, true) },
    4: { size: 2, read: (view, at) => view.getUint16(at, true) },
    5: { size: 4, read: (view, at) => view.getInt32(at, true) },
    6: { size: 4, read: (view, at) => view.getUint32(at, true) },
    7: { size: 4, read: (view, at) => view.getFloat32(at, true) },
    9: { size: 8, read: (view, at) => view.getFloat64(at, true) },
    12: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
    13: { size: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  };

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function part({ buffer, byteOffset }: DataView, at: number, size: number): DataView {
  return new DataView(buffer, byteOffset + at, size);
}

/** Walks through elements that lie one after the other; the type of compressed ones is 15. */
export function* elementsOf(view: DataView, refuse: Refuse): Generator<MatlabElement> {
  let at = 0;
  while (at < view.byteLength) {
    const left = view.byteLength - at - 8;
    if (left < 0) throw refuse(`expected a tag of 8 bytes, got ${left + 8}`);
    const word = view.getUint32(at, true);
    const smallSize = word >>> 16;
    if (smallSize > 4) throw refuse(`expected at most 4 bytes in a tag, got ${smallSize}`);
    if (smallSize > 0) {
      yield { type: word & 0xffff, data: part(view, at + 4, smallSize) };
      at += 8;
      continue;
    }
    const size = view.getUint32(at + 4, true);
    if (size > left) throw refuse(`expected an element of ${size} bytes, got ${left}`);
    yield { type: word, data: part(view, at + 8, size) };
    at += 8 + (word === COMPRESSED ? size : Math.ceil(size / 8) * 8);
  }
}

/**
 * Walks through the variables of a file, compressed or not.
 * @param bytes what follows the header
 * @param largest most bytes they may unfold to, all of them together
 * @throws what `refuse` makes, where an element is cut off, damaged or too large
 */
export function* variablesOf(
  bytes: Uint8Array,
  largest: number,
  refuse: Refuse,
): Generator<MatlabArray> {
  let left = largest;
  for (const element of elementsOf(viewOf(bytes), refuse)) {
    if (element.type === MATRIX) yield readArray(element, refuse);
    if (element.type !== COMPRESSED) continue;
    const inflated = inflate(element.data, left, refuse);
    left -= inflated.byteLength;
    for (const inner of elementsOf(inflated, refuse)) yield readArray(inner, refuse);
  }
}

function inflate(data: DataView, maxOutputLength: number, refuse: Refuse): DataView {
  try {
    return viewOf(inflateSync(data, { maxOutputLength: Math.max(1, maxOutputLength) }));
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && /LARGE/.test(String(error.code));
    throw refuse(
      isLarge
        ? 'expected variables that unfold to at most 256 MiB, got more'
        : 'expected whole zlib data, got damaged or cut off ones',
    );
  }
}

/** Reads the description of an array. */
export function readArray({ type, data }: MatlabElement, refuse: Refuse): MatlabArray {
  if (type !== MATRIX) throw refuse(`expected an array, got an element of type ${type}`);
  const contents = elementsOf(data, refuse);
  if (data.byteLength === 0) {
    return { name: '', className: 'double', isComplex: false, dimensions: [0, 0], contents };
  }
  const next = (wanted: number, what: string): DataView => {
    const { value } = contents.next();
    if (value?.type !== wanted) throw refuse(`expected ${what} of an array, got something else`);
    return value.data;
  };
  const flags = next(UINT32, 'the class');
  if (flags.byteLength < 4) throw refuse(`expected 8 bytes of class, got ${flags.byteLength}`);
  const word = flags.getUint32(0, true);
  const sizes = next(INT32, 'the dimensions');
  const dimensions = Array.from({ length: Math.floor(sizes.byteLength / 4) }, (_, i) =>
    sizes.getInt32(4 * i, true),
  );
  if (dimensions.length < 2 || dimensions.some((size) => size < 0)) {
    throw refuse(`expected two or more dimensions from 0 up, got [${dimensions.slice(0, 8)}]`);
  }
  const name = new TextDecoder('latin1').decode(next(INT8, 'the name'));
  const code = word & 0xff;
  const className = CLASSES[code - 1] ?? `class ${code}`;
  return { name, className, isComplex: (word & COMPLEX_FLAG) !== 0, dimensions, contents };
}

/**
 * Opens the numbers of an array, in column order.
 * @param count how many it is to have
 * @returns number i = 0 … count − 1
 */
export function numbersOf(
  { contents }: MatlabArray,
  count: number,
  refuse: Refuse,
): (i: number) => number {
  const { value } = contents.next();
  const element = value as MatlabElement | undefined;
  if (!element && count === 0) return () => 0;
  const stored = element && STORED[element.type];
  if (!stored) throw refuse(`expected numbers, got an element of type ${element?.type ?? 'none'}`);
  const { data } = element;
  if (data.byteLength !== count * stored.size) {
    throw refuse(`expected ${count} numbers of ${stored.size} bytes, got ${data.byteLength} bytes`);
  }
  return (i) => stored.read(data, i * stored.size);
}
