// Records of a CSV file whose quotes need care: doubled, misplaced, never closed. The library reads them, and knows
// what is wrong with them; where a record ends, so that it sees no more than that, is found here.
import { CsvError, parse } from 'csv-parse/sync';
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';

/** A record that the library read. */
export interface QuotedRecord {
  readonly cells: readonly string[];
  /** The byte behind it: the end of its line, or of the file. */
  readonly end: number;
  /** Ends of lines within quotes. */
  readonly lineEnds: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;

/** Largest record with such quotes, in bytes: 1 MiB. A quote that is never closed would take all of the file. */
const LARGEST_RECORD_BYTES = 1_048_576;

const REASONS: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE: 'a quote within a cell that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'more of a cell behind its closing quote',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'more of a cell behind its closing quote',
};

/**
 * Reads the record that begins at a byte.
 * @param line its first line
 * @param lineEnd the byte that ends lines
 * @throws TaskFileError with line and cell of what is wrong with its quotes
 */
export function readQuoted(
  { path, bytes }: TaskFile,
  start: number,
  line: number,
  lineEnd: number,
): QuotedRecord {
  const { end, lineEnds, opened } = endOf(bytes, start, line, lineEnd);
  const refuse = (got: string, position: { line: number; column?: number }) =>
    new TaskFileError(path, `expected CSV, got ${got}`, position);
  if (opened !== null) throw refuse('a quote that is not closed', opened);
  if (end - start >= LARGEST_RECORD_BYTES) {
    throw refuse(`a record with quotes of more than ${LARGEST_RECORD_BYTES} bytes`, { line });
  }
  try {
    const [cells = []] = parse(bytes.subarray(start, end), {
      trim: true,
      relax_column_count: true,
      record_delimiter: String.fromCharCode(lineEnd),
    });
    return { cells, end, lineEnds };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines, column } = error;
    const position = {
      line: line + (Number(lines) || 1) - 1,
      ...(typeof column === 'number' ? { column: column + 1 } : {}),
    };
    throw refuse(REASONS[code] ?? 'a misplaced quote', position);
  }
}

/** Finds the first end of line outside quotes; where there is none, the quote that is open. */
function endOf(bytes: Uint8Array, start: number, firstLine: number, lineEnd: number) {
  let line = firstLine;
  let column = 1;
  let opened: { line: number; column: number } | null = null;
  const most = Math.min(bytes.length, start + LARGEST_RECORD_BYTES);
  let at = start;
  for (; at < most; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) opened = opened === null ? { line, column } : null;
    else if (byte === COMMA && opened === null) column++;
    else if (byte === lineEnd) {
      if (opened === null) break;
      line++;
    }
  }
  return { end: at, lineEnds: line - firstLine, opened };
}
