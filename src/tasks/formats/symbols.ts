// Texts as symbols, as small as they fit: one pass over the bytes, no string of the whole text.

import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { nextCharacter, positionOf } from './utf8.ts';

/** Symbols of a text, in as few bytes as the alphabet allows. */
export type Symbols = Uint8Array | Uint16Array | Int32Array;

/** What a symbol stands for: a character of UTF-8 text, or a byte. */
export type TextUnit = 'character' | 'byte';

/** A text as symbols: symbol k stands for the k-th unit of the alphabet. */
export interface EncodedText {
  readonly symbols: Symbols;
  /** The different code points, or bytes, of the text in ascending order. */
  readonly alphabet: readonly number[];
}

const UNITS = 0x110000;
const BYTE_ORDER_MARK = 0xfeff;
/** Symbols that a byte, and two, can tell apart. */
const BYTE_SYMBOLS = 0x100;
const SHORT_SYMBOLS = 0x10000;

/** Gives units numbers in the order they come; a growing list of symbols. */
interface Collector {
  readonly add: (unit: number) => void;
  readonly finish: () => EncodedText;
}

function createCollector(most: number): Collector {
  const numberOf = new Int32Array(UNITS).fill(-1);
  const units: number[] = [];
  let symbols: Symbols = new Uint8Array(most);
  let count = 0;
  return {
    add(unit) {
      let number = numberOf[unit]!;
      if (number < 0) {
        number = units.length;
        numberOf[unit] = number;
        units.push(unit);
        if (number === BYTE_SYMBOLS || number === SHORT_SYMBOLS) symbols = widened(symbols, count);
      }
      symbols[count++] = number;
    },
    finish() {
      const alphabet = [...units].sort((a, b) => a - b);
      const places = new Map(alphabet.map((unit, place) => [unit, place]));
      const placeOf = Int32Array.from(units, (unit) => places.get(unit)!);
      for (let i = 0; i < count; i++) symbols[i] = placeOf[symbols[i]!]!;
      return { symbols: symbols.subarray(0, count), alphabet };
    },
  };
}

function widened(symbols: Symbols, count: number): Symbols {
  const wide =
    symbols instanceof Uint8Array
      ? new Uint16Array(symbols.length)
      : new Int32Array(symbols.length);
  wide.set(symbols.subarray(0, count));
  return wide;
}

/**
 * Calls `take` for every unit of a file; a byte order mark is no character.
 * @throws TaskFileError with line and column for bytes that are not UTF-8
 */
function eachUnit(
  { path, bytes }: TaskFile,
  unit: TextUnit,
  take: (unit: number, at: number) => void,
): void {
  if (unit === 'byte') {
    for (let at = 0; at < bytes.length; at++) take(bytes[at]!, at);
    return;
  }
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const { at } = cursor;
    const character = nextCharacter(bytes, cursor);
    if (character < 0) {
      const message = `expected UTF-8 text, got the byte 0x${bytes[at]!.toString(16)}`;
      throw new TaskFileError(path, message, positionOf(bytes, at));
    }
    if (at > 0 || character !== BYTE_ORDER_MARK) take(character, at);
  }
}

/**
 * Encodes files one after the other as one text, with the alphabet of all.
 * @throws TaskFileError for bytes that are not UTF-8
 */
export function encodeTexts(files: readonly TaskFile[], unit: TextUnit): EncodedText {
  const most = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const { add, finish } = createCollector(most);
  for (const file of files) eachUnit(file, unit, add);
  return finish();
}

/**
 * Encodes files one after the other with the alphabet of another text.
 * @throws TaskFileError with line and column for a unit that is not in the alphabet
 */
export function encodeWith(
  files: readonly TaskFile[],
  unit: TextUnit,
  alphabet: readonly number[],
): Symbols {
  const symbolOf = new Int32Array(UNITS).fill(-1);
  alphabet.forEach((one, symbol) => {
    symbolOf[one] = symbol;
  });
  const most = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const symbols = alphabet.length <= BYTE_SYMBOLS ? new Uint8Array(most) : new Int32Array(most);
  let count = 0;
  for (const file of files) {
    eachUnit(file, unit, (one, at) => {
      const symbol = symbolOf[one]!;
      if (symbol < 0) {
        const message = `expected ${unit}s of the training text, got ${nameOf(one, unit)}`;
        throw new TaskFileError(file.path, message, positionOf(file.bytes, at));
      }
      symbols[count++] = symbol;
    });
  }
  return symbols.subarray(0, count);
}

function nameOf(one: number, unit: TextUnit): string {
  const code = one.toString(16).toUpperCase();
  if (unit === 'byte') return `0x${code}`;
  return `${JSON.stringify(String.fromCodePoint(one))} (U+${code.padStart(4, '0')})`;
}
