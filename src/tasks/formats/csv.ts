// CSV as a table of numbers: which line names the columns, which columns hold numbers. Records are read elsewhere.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { type CsvRecord, eachCsvRecord } from './csvRecords.ts';
import { chooseColumns, type NumberTable } from './numberTable.ts';
import { shownText } from './shown.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What stands for a number that is missing or infinite: no name of a column beside numbers. */
const NO_NUMBER = /^[+-]?(nan|inf(inity)?)$/i;

/** NaN where the cell is no number. */
const numberIn = (cell: string): number => (NUMBER.test(cell) ? Number(cell) : Number.NaN);

/**
 * Reads a CSV file. Its first line names the columns, unless it holds numbers only; then they are called 0, 1, ….
 * A column of which no cell is a number is text.
 * @param wanted names of columns; null for all that are not text
 * @throws TaskFileError with line and cell of a ragged row, of a cell that is no finite number, or of what is
 * neither name nor number in the first line
 */
export function readCsv(file: TaskFile, wanted: readonly string[] | null): NumberTable {
  const { path, bytes } = file;
  let header: Header | null = null;
  let rows: Rows | null = null;
  eachCsvRecord(file, (record) => {
    header ??= headerOf(record, path);
    if (header.isNames && header.record === record) return;
    rows ??= openRows(header, record, wanted, bytes);
    rows.add(record);
  });
  // The compiler does not see what the callback does.
  const [named, filled] = [header as Header | null, rows as Rows | null];
  if (filled) return filled.table();
  const got = named ? 'the names of columns only' : 'none';
  throw new TaskFileError(path, `expected rows of numbers, got ${got}`);
}

/** The first record, and what it calls the columns. */
interface Header {
  readonly path: string;
  readonly record: CsvRecord;
  readonly isNames: boolean;
  readonly names: readonly string[];
  readonly line: number;
}

function headerOf(record: CsvRecord, path: string): Header {
  const { cells } = record;
  const isNames = holdsNames(record, path);
  const names = isNames ? cells : cells.map((_, column) => String(column));
  return { path, record, isNames, names, line: record.line() };
}

/** @throws TaskFileError where some cells are names, some not: a row that misses a value, or names like numbers */
function holdsNames({ cells, line }: CsvRecord, path: string): boolean {
  const isName = cells.map((cell) => !NUMBER.test(cell) && !NO_NUMBER.test(cell));
  const name = isName.indexOf(true);
  const number = isName.indexOf(false);
  if (name < 0 || number < 0) return number < 0;
  throw new TaskFileError(
    path,
    `expected names of columns or numbers only, got ${shownText(cells[name] ?? '')} and ` +
      `${shownText(cells[number] ?? '')}; put a line of names that are no numbers above the data`,
    { line: line(), column: Math.max(name, number) + 1 },
  );
}

/** The rows below the header, as far as they are read. */
interface Rows {
  add(record: CsvRecord): void;
  table(): NumberTable;
}

function openRows(
  { path, names, line: headerLine }: Header,
  top: CsvRecord,
  wanted: readonly string[] | null,
  bytes: Uint8Array,
): Rows {
  const width = names.length;
  const checkWidth = ({ cells, line }: CsvRecord): void => {
    if (cells.length === width) return;
    const message = `expected ${width} cells, got ${cells.length}`;
    const column = Math.min(width, cells.length) + 1;
    throw new TaskFileError(path, message, { line: line(), column });
  };
  const refuse = (line: number, column: number, got: string) => {
    const message = `column ${shownText(names[column] ?? '')}: expected a finite number, got ${shownText(got)}`;
    return new TaskFileError(path, message, { line, column: column + 1 });
  };
  checkWidth(top);
  const numeric = top.cells.flatMap((cell, column) => (NUMBER.test(cell) ? [column] : []));
  const columns = chooseColumns({ path, names, line: headerLine }, wanted, numeric);
  const texts =
    wanted === null ? top.cells.flatMap((cell, column) => (NUMBER.test(cell) ? [] : [column])) : [];
  const topLine = top.line();
  // Room for as many rows as there can be; what is not written to takes no memory.
  const values = new Float64Array(mostRows(bytes, width) * columns.length);
  let rowCount = 0;
  let at = 0;
  return {
    add(record) {
      checkWidth(record);
      const { cells, line } = record;
      for (const column of columns) {
        const cell = cells[column] ?? '';
        const value = numberIn(cell);
        if (!Number.isFinite(value)) throw refuse(line(), column, cell);
        values[at++] = value;
      }
      for (const column of texts) {
        if (NUMBER.test(cells[column] ?? ''))
          throw refuse(topLine, column, top.cells[column] ?? '');
      }
      rowCount++;
    },
    table() {
      if (columns.length === 0) {
        throw new TaskFileError(path, 'expected a column of numbers, got none', { line: topLine });
      }
      return {
        names: columns.map((column) => names[column] ?? ''),
        rowCount,
        values: values.subarray(0, at),
      };
    },
  };
}

/** A row takes a line, and a byte for each of its cells. */
function mostRows(bytes: Uint8Array, width: number): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 0x0a || byte === 0x0d) lines++;
  return Math.min(lines, Math.floor(bytes.length / width) + 1);
}
