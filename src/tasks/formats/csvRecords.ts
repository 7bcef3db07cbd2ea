// The records of a CSV file one after the other. Commas, quotes and ends of lines are the library's; where a record
// stands in the file is found here.
import Papa from 'papaparse';
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { MOST_COLUMNS } from './numberTable.ts';
import { findNonUtf8, positionOf } from './utf8.ts';

/** A record. */
export interface CsvRecord {
  /** Without white space around them, and without their quotes. */
  readonly cells: readonly string[];
  /** Its first line, from 1. Found when it is asked for, which takes a look at all before it. */
  readonly line: () => number;
}

/** Characters that are parsed at a time: records of the whole file would take many times its size. */
const PIECE_LENGTH = 4_194_304;

/** Longest record that crosses the end of a piece. A quote that is never closed would take all of the file. */
const LONGEST_RECORD = 1_048_576;

/** Where the library's errors are, by their code. */
const REASONS = {
  MissingQuotes: 'a quote that is not closed',
  InvalidQuotes: 'more of a cell behind its closing quote',
} as const;

function decode({ path, bytes }: TaskFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = findNonUtf8(bytes);
    const message = `expected UTF-8 text or a NumPy file, got the byte 0x${bytes[at]?.toString(16)}`;
    throw new TaskFileError(path, message, positionOf(bytes, at));
  }
}

/** Parts a text at ends of lines outside quotes; yields where each piece ends. */
function* pieceEnds(text: string, lineEnd: string): Generator<number, void> {
  let quote = text.indexOf('"');
  for (let start = 0; start < text.length; ) {
    const last = Math.min(text.length, start + PIECE_LENGTH + LONGEST_RECORD);
    let isQuoted = false;
    let end = start + PIECE_LENGTH - 1;
    do {
      end = text.indexOf(lineEnd, end + 1);
      if (end < 0) end = text.length;
      for (; quote >= 0 && quote < end; quote = text.indexOf('"', quote + 1)) isQuoted = !isQuoted;
    } while (isQuoted && end < last);
    start = Math.min(end + 1, text.length);
    yield start;
  }
}

function countLines(text: string, lineEnd: string, end: number): number {
  let count = 1;
  for (let at = text.indexOf(lineEnd); at >= 0 && at < end; at = text.indexOf(lineEnd, at + 1)) {
    count++;
  }
  return count;
}

/**
 * Reads record by record; blank lines and a byte order mark are left out. Lines end with a line feed, or with a
 * carriage return where the file has no line feed.
 * @param take called for each, in order
 * @throws TaskFileError where quotes or bytes of UTF-8 are wrong, or cells too many
 */
export function eachCsvRecord(file: TaskFile, take: (record: CsvRecord) => void): void {
  const { path } = file;
  const text = decode(file);
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  let start = 0;
  const lineOfRecord = (): number => {
    while (/\s/.test(text[start] ?? '')) start++; // blank lines before it
    return countLines(text, lineEnd, start);
  };
  const refused = (code: string, cells: readonly string[]) => {
    const before = cells.slice(0, -1).join('');
    const line = lineOfRecord() + before.split(lineEnd).length - 1;
    const got = REASONS[code as keyof typeof REASONS];
    return new TaskFileError(path, `expected CSV, got ${got}`, { line, column: cells.length });
  };
  const tooMany = () => {
    const message = `expected at most ${MOST_COLUMNS} cells, got more`;
    return new TaskFileError(path, message, { line: lineOfRecord(), column: MOST_COLUMNS + 1 });
  };
  let pieceStart = 0;
  for (const pieceEnd of pieceEnds(text, lineEnd)) {
    Papa.parse<string[]>(text.slice(pieceStart, pieceEnd), {
      delimiter: ',',
      newline: lineEnd,
      step({ data, errors: [error], meta }) {
        if (error?.type === 'Quotes') throw refused(error.code, data);
        if (data.length > MOST_COLUMNS) throw tooMany();
        const cells = data.map((cell) => cell.trim());
        if (cells.length > 1 || cells[0] !== '') take({ cells, line: lineOfRecord });
        start = pieceStart + meta.cursor;
      },
    });
    pieceStart = pieceEnd;
  }
}
