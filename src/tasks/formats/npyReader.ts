// NumPy's array files as tables: one or two dimensions of numbers, in C or Fortran order. What writes them is in model.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { chooseColumns, MOST_COLUMNS, type NumberTable } from './numberTable.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const LARGEST_HEADER_BYTES = 65_536;

/** Whether bytes begin as NumPy's array files do. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

interface ElementType {
  readonly width: number;
  readonly read: (view: DataView, at: number) => number;
}

/** Element types by NumPy's `descr`; those of more than one byte are little-endian. */
const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  '<f4': { width: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { width: 8, read: (view, at) => view.getFloat64(at, true) },
  '|i1': { width: 1, read: (view, at) => view.getInt8(at) },
  '|u1': { width: 1, read: (view, at) => view.getUint8(at) },
  '|b1': { width: 1, read: (view, at) => view.getUint8(at) },
  '<i2': { width: 2, read: (view, at) => view.getInt16(at, true) },
  '<u2': { width: 2, read: (view, at) => view.getUint16(at, true) },
  '<i4': { width: 4, read: (view, at) => view.getInt32(at, true) },
  '<u4': { width: 4, read: (view, at) => view.getUint32(at, true) },
  '<i8': { width: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  '<u8': { width: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
};

function readHeader({ path, bytes }: TaskFile): { readonly text: string; readonly start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (how: string) => new TaskFileError(path, `expected a NumPy file, got ${how}`);
  const version = bytes[6] ?? 0;
  if (bytes.length < 12) throw damaged('a part of one');
  if (version < 1 || version > 3) throw damaged(`one of version ${version}`);
  const lengthBytes = version === 1 ? 2 : 4;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = 8 + lengthBytes + length;
  if (length > LARGEST_HEADER_BYTES) throw damaged(`a header of ${length} bytes`);
  if (start > bytes.length) throw damaged('a part of one');
  return { text: new TextDecoder('latin1').decode(bytes.subarray(8 + lengthBytes, start)), start };
}

/** Reads a shape such as `(3, 2)` or `(5,)`. */
function readShape(text: string): number[] | null {
  const inside = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (inside === undefined) return null;
  return inside
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
}

/**
 * Reads an array of one or two dimensions; its columns are called 0, 1, ….
 * @param wanted names of columns; null for all
 * @throws TaskFileError if it is damaged, of another type or number of dimensions, too wide, or not finite
 */
export function readNpy(file: TaskFile, wanted: readonly string[] | null): NumberTable {
  const { path, bytes } = file;
  const { text, start } = readHeader(file);
  const refused = (expected: string, got: string) =>
    new TaskFileError(path, `expected ${expected}, got ${got}`);
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? 'a structure';
  const type = Object.hasOwn(ELEMENT_TYPES, descr) ? ELEMENT_TYPES[descr] : undefined;
  if (!type) {
    throw refused(`an array of ${Object.keys(ELEMENT_TYPES).join(', ')}`, descr.slice(0, 40));
  }
  const shape = readShape(text);
  if (shape?.length !== 1 && shape?.length !== 2) {
    throw refused('one or two dimensions', `${shape?.length ?? 'no'}`);
  }
  const [rowCount = 0, width = 1] = shape;
  if (width > MOST_COLUMNS) throw refused(`at most ${MOST_COLUMNS} columns`, `${width}`);
  const expectedBytes = rowCount * width * type.width;
  if (bytes.length - start !== expectedBytes) {
    throw refused(`${expectedBytes} bytes of numbers`, `${bytes.length - start}`);
  }
  if (expectedBytes === 0) throw refused('rows of numbers', 'none');
  const names = Array.from({ length: width }, (_, column) => String(column));
  const columns = chooseColumns({ path, names }, wanted, names.map(Number));
  // Fortran's order is column by column; what has one dimension is the same either way.
  const isByColumn = /'fortran_order':\s*True/.test(text);
  const [rowStep, columnStep] = isByColumn ? [1, rowCount] : [width, 1];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++) {
    columns.forEach((column, i) => {
      const value = type.read(view, start + (row * rowStep + column * columnStep) * type.width);
      if (!Number.isFinite(value)) {
        throw refused(`a finite number in row ${row}, column ${column}`, String(value));
      }
      values[row * columns.length + i] = value;
    });
  }
  return { names: columns.map(String), rowCount, values };
}
