// Whether a record of a CSV file is UTF-8. What its cells are, is found elsewhere; here they are only counted.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { nextCharacter } from './utf8.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Checks a record that holds more than ASCII.
 * @param firstLine the line it begins on
 * @param lineEnd the byte that ends lines
 * @throws TaskFileError with line and cell of a byte that is not UTF-8
 */
export function checkUtf8(
  { path, bytes }: TaskFile,
  start: number,
  end: number,
  firstLine: number,
  lineEnd: number,
): void {
  let line = firstLine;
  let column = 1;
  let isQuoted = false;
  for (const cursor = { at: start }; cursor.at < end; ) {
    const byte = bytes[cursor.at]!;
    if (nextCharacter(bytes, cursor) < 0) {
      const message = `expected UTF-8 text or a NumPy file, got the byte 0x${byte.toString(16)}`;
      throw new TaskFileError(path, message, { line, column });
    }
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === COMMA && !isQuoted) column++;
    else if (byte === lineEnd) line++;
  }
}
