// Piano rolls in a level 5 MAT-file: cell arrays traindata, validdata and testdata of one matrix of
// 0 and 1 per piece, [steps, 88].
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import {
  type MatlabArray,
  numbersOf,
  type Refuse,
  readArray,
  variablesOf,
} from './matlabElements.ts';
import { KEY_COUNT, LARGEST_ROLL_BYTES, type PianoRollParts, type Piece } from './pianoRoll.ts';

const HEADER_BYTES = 128;
const VERSION_AT = 124;
const LEVEL_5 = 0x0100;
const HDF5_AT = 512;
const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46];

/** Which part a variable holds. */
const PARTS = { traindata: 'training', validdata: 'validation', testdata: 'test' } as const;

const isPart = (name: string): name is keyof typeof PARTS => Object.hasOwn(PARTS, name);

/** Whether bytes begin as a MAT-file of level 5 or 7.3 does. */
export function isMatlab(bytes: Uint8Array): boolean {
  return isHdf5(bytes) || byteOrder(bytes) === 'IM' || byteOrder(bytes) === 'MI';
}

function byteOrder(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(VERSION_AT + 2, HEADER_BYTES));
}

function isHdf5(bytes: Uint8Array): boolean {
  return [0, HDF5_AT].some((at) => HDF5_MAGIC.every((byte, i) => bytes[at + i] === byte));
}

/**
 * Reads the pieces of a MAT-file as MATLAB up to 7 and SciPy write it. Other variables are left out.
 * @throws TaskFileError if it is of version 7.3 or big-endian, is damaged, lacks a variable, or holds
 * anything but matrices of 0 and 1 with 88 columns, of whatever class of numbers
 * @see MathWorks, MAT-File Format, chapter 1.
 */
export function readMatlabPianoRoll({ path, bytes }: TaskFile): PianoRollParts {
  const refuse: Refuse = (message) => new TaskFileError(path, message);
  checkHeader(bytes, refuse);
  const parts: Partial<Record<keyof PianoRollParts, Piece[]>> = {};
  for (const array of variablesOf(bytes.subarray(HEADER_BYTES), LARGEST_ROLL_BYTES, refuse)) {
    if (!isPart(array.name)) continue;
    const part = PARTS[array.name];
    if (parts[part]) throw refuse(`expected one variable ${array.name}, got two`);
    parts[part] = readPieces(array, (message) => refuse(`${array.name}: ${message}`));
  }
  for (const [name, part] of Object.entries(PARTS)) {
    if (!parts[part]) throw refuse(`expected a variable ${name}, got none of that name`);
  }
  return parts as PianoRollParts;
}

function checkHeader(bytes: Uint8Array, refuse: Refuse): void {
  if (isHdf5(bytes)) {
    throw refuse('expected a MAT-file of version 7 or less, got 7.3; save it with -v7');
  }
  if (byteOrder(bytes) === 'MI') throw refuse('expected little-endian numbers, got big-endian');
  const version = bytes[VERSION_AT]! + 256 * bytes[VERSION_AT + 1]!;
  if (version !== LEVEL_5) {
    throw refuse(`expected a MAT-file of version 0x0100, got 0x${version.toString(16)}`);
  }
}

function shapeOf({ dimensions }: MatlabArray): string {
  return dimensions.slice(0, 8).join('×');
}

function readPieces(array: MatlabArray, refuse: Refuse): Piece[] {
  const { className, dimensions, contents } = array;
  if (className !== 'cell') {
    throw refuse(`expected a cell array of matrices, got ${className}`);
  }
  const [rows, count] = dimensions;
  if (dimensions.length > 2 || (rows !== 1 && count !== 1 && count !== 0)) {
    throw refuse(`expected a row of matrices, got ${shapeOf(array)} of them`);
  }
  const pieces: Piece[] = [];
  for (const element of contents) {
    const at: Refuse = (message) => refuse(`piece ${pieces.length + 1}: ${message}`);
    pieces.push(readPiece(readArray(element, at), at));
  }
  const named = rows! * count!;
  if (pieces.length !== named) throw refuse(`expected ${named} pieces, got ${pieces.length}`);
  return pieces;
}

const NUMBERS = /^(double|single|u?int(8|16|32|64))$/;

function readPiece(array: MatlabArray, refuse: Refuse): Piece {
  const { className, isComplex, dimensions } = array;
  if (!NUMBERS.test(className) || isComplex) {
    throw refuse(`expected a matrix of numbers, got ${isComplex ? 'complex ' : ''}${className}`);
  }
  const [stepCount, columns] = dimensions;
  if (dimensions.length !== 2 || columns !== KEY_COUNT) {
    throw refuse(`expected ${KEY_COUNT} columns, got a matrix of ${shapeOf(array)}`);
  }
  const numberAt = numbersOf(array, stepCount! * KEY_COUNT, refuse);
  const keys = new Uint8Array(stepCount! * KEY_COUNT);
  for (let key = 0; key < KEY_COUNT; key++) {
    for (let step = 0; step < stepCount!; step++) {
      const value = numberAt(key * stepCount! + step);
      if (value !== 0 && value !== 1) {
        throw refuse(`expected 0 or 1, got ${value} in row ${step + 1}, column ${key + 1}`);
      }
      keys[step * KEY_COUNT + key] = value;
    }
  }
  return { stepCount: stepCount!, keys };
}
