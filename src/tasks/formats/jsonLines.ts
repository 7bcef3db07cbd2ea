// The lines of a JSON Lines file as text, one at a time. What a line holds is read elsewhere.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';

/** A line that is not blank. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const NEWLINE = 10;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads line by line; lines end with a line feed, a carriage return before it is white space of JSON. A
 * byte order mark at the beginning and blank lines at the end are left out.
 * @throws TaskFileError where bytes are not UTF-8 or a line before the last is blank
 */
export function* jsonLines({ path, bytes }: Pick<TaskFile, 'path' | 'bytes'>): Generator<TextLine> {
  let blank = 0;
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    line++;
    const text = decode(bytes.subarray(start, end), path, line);
    if (text.trim() === '') blank ||= line;
    else if (blank > 0) {
      const message = 'expected a JSON object on each line, got a blank line';
      throw new TaskFileError(path, message, { line: blank, column: 1 });
    } else yield { text, line };
    start = end + 1;
  }
}

function decode(bytes: Uint8Array, path: string, line: number): string {
  try {
    const text = strict.decode(bytes);
    return line === 1 && text.startsWith('\u{feff}') ? text.slice(1) : text;
  } catch {
    const column = lenient.decode(bytes).indexOf('\u{fffd}') + 1;
    throw new TaskFileError(path, 'expected UTF-8 text, got other bytes', { line, column });
  }
}
