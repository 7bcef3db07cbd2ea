// The records of a CSV file one after the other, as places of their cells in its bytes: nothing is kept of a record
// once the next one is read. Comma, double quote, any ends of lines; what the cells mean is read elsewhere.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { readQuoted } from './csvQuoted.ts';
import { checkUtf8 } from './csvUtf8.ts';
import { parseDecimal } from './decimal.ts';
import { MOST_COLUMNS } from './numberTable.ts';

/** A record, until the next one is asked for. */
export interface CsvRecord {
  /** Its first line, from 1. */
  readonly line: number;
  readonly cellCount: number;
  /** A cell without the white space around it, and without its quotes. */
  text(cell: number): string;
  /** NaN where the cell is no number. */
  number(cell: number): number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
const TAB = 0x09;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

const isBlank = (byte: number): boolean =>
  byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN);

/** The byte that ends lines: a carriage return only where no line feed is; before one it is white space. */
const lineEndOf = (bytes: Uint8Array): number =>
  bytes.includes(LINE_FEED) ? LINE_FEED : CARRIAGE_RETURN;

/**
 * Reads record by record; blank lines and a byte order mark are left out.
 * @returns the same object each time, about another record
 * @throws TaskFileError with line and cell where quotes or bytes of UTF-8 are wrong, or cells too many
 */
export function* csvRecords(file: TaskFile): Generator<CsvRecord, void, undefined> {
  const { path, bytes } = file;
  const lineEnd = lineEndOf(bytes);
  const starts = new Int32Array(MOST_COLUMNS);
  const ends = new Int32Array(MOST_COLUMNS);
  let quoted: readonly string[] | null = null;
  let at = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  let line = 1;
  let count = 0;
  /** All bytes since the record began, or-ed: from 0x80 on some are no ASCII. */
  let seen = 0;

  const checkCount = (): void => {
    if (count < MOST_COLUMNS) return;
    const message = `expected at most ${MOST_COLUMNS} cells, got more`;
    throw new TaskFileError(path, message, { line, column: MOST_COLUMNS + 1 });
  };
  /** Reads cells up to the end of the record; −1 where the quotes need care, else the ends of lines in quotes. */
  const readPlain = (): number => {
    let lineEnds = 0;
    for (count = 0; ; at++) {
      checkCount();
      while (at < bytes.length && isBlank(bytes[at]!) && bytes[at] !== lineEnd) at++;
      let [start, end] = [at, at];
      if (bytes[at] === QUOTE) {
        start = ++at;
        for (; bytes[at] !== QUOTE; at++) {
          if (at >= bytes.length) return -1;
          seen |= bytes[at]!;
          if (bytes[at] === lineEnd) lineEnds++;
        }
        end = at++;
        while (at < bytes.length && isBlank(bytes[at]!) && bytes[at] !== lineEnd) at++;
        if (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== lineEnd) return -1;
      } else {
        for (; at < bytes.length; at++) {
          const byte = bytes[at]!;
          if (byte === COMMA || byte === lineEnd) break;
          if (byte === QUOTE) return -1;
          seen |= byte;
        }
        end = at;
        while (end > start && isBlank(bytes[end - 1]!)) end--;
      }
      starts[count] = start;
      ends[count++] = end;
      if (bytes[at] !== COMMA) return lineEnds;
    }
  };
  const cellText = (cell: number): string =>
    quoted?.[cell] ?? utf8.decode(bytes.subarray(starts[cell]!, ends[cell]!));
  const record = {
    line,
    cellCount: 0,
    text: cellText,
    number(cell: number): number {
      if (quoted === null) return parseDecimal(bytes, starts[cell]!, ends[cell]!);
      const own = new TextEncoder().encode(quoted[cell]);
      return parseDecimal(own, 0, own.length);
    },
  };

  while (at < bytes.length) {
    if (isBlank(bytes[at]!)) {
      if (bytes[at] === lineEnd) line++;
      at++;
      continue;
    }
    const start = at;
    seen = 0;
    quoted = null;
    let lineEnds = readPlain();
    if (lineEnds < 0) {
      const found = readQuoted(file, start, line, lineEnd);
      ({ cells: quoted, end: at, lineEnds } = found);
      count = quoted.length;
      seen = 0x80;
      if (count > MOST_COLUMNS) checkCount();
    }
    if (seen >= 0x80) checkUtf8(file, start, at, line, lineEnd);
    record.line = line;
    record.cellCount = count;
    yield record;
    line += lineEnds + 1;
    at++;
  }
}
