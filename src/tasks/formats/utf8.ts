// UTF-8, character by character, from bytes nobody vouches for: a TextDecoder neither says where a text is wrong nor
// decodes it without a string.
import type { FilePosition } from '../taskFileError.ts';

/** Where in the bytes the next character begins. */
export interface Cursor {
  at: number;
}

/** Smallest code point that needs so many bytes; a shorter one written longer is not UTF-8. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];
const LARGEST = 0x10ffff;

/**
 * Reads the next character and moves on behind it.
 * @returns its code point, or −1 where there is none; the cursor then stays
 */
export function nextCharacter(bytes: Uint8Array, cursor: Cursor): number {
  const { at } = cursor;
  const first = bytes[at]!;
  if (first < 0x80) {
    cursor.at = at + 1;
    return first;
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return -1;
  let character = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return -1;
    character = (character << 6) | (next & 0x3f);
  }
  const isSurrogate = character >= 0xd800 && character <= 0xdfff;
  if (character < SMALLEST[length]! || character > LARGEST || isSurrogate) return -1;
  cursor.at = at + length;
  return character;
}

/** Finds the first byte that begins no character; −1 where all is UTF-8. */
export function findNonUtf8(bytes: Uint8Array): number {
  for (const cursor: Cursor = { at: 0 }; cursor.at < bytes.length; ) {
    if (nextCharacter(bytes, cursor) < 0) return cursor.at;
  }
  return -1;
}

/**
 * Finds line and column of a byte.
 * @returns both from 1; columns count characters
 */
export function positionOf(bytes: Uint8Array, at: number): Required<FilePosition> {
  let line = 1;
  let column = 1;
  for (let i = 0; i < at; i++) {
    const byte = bytes[i]!;
    if (byte === 0x0a) {
      line++;
      column = 1;
    } else if ((byte & 0xc0) !== 0x80) column++;
  }
  return { line, column };
}
