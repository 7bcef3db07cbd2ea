// CSV as a table of numbers: which line names the columns, which columns hold numbers. Records are read elsewhere.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { type CsvRecord, csvRecords } from './csvRecords.ts';
import { chooseColumns, type NumberTable } from './numberTable.ts';
import { shownText } from './shown.ts';

/** What stands for a number that is missing or infinite: no name of a column beside numbers. */
const NO_NUMBER = /^[+-]?(nan|inf(inity)?)$/i;

/**
 * Reads a CSV file. Its first line names the columns, unless it holds numbers only; then they are called 0, 1, ….
 * A column of which no cell is a number is text.
 * @param wanted names of columns; null for all that are not text
 * @throws TaskFileError with line and cell of a ragged row, of a cell that is no finite number, or of what is
 * neither name nor number in the first line
 */
export function readCsv(file: TaskFile, wanted: readonly string[] | null): NumberTable {
  const { path, bytes } = file;
  const records = csvRecords(file);
  const header = nextOf(records);
  if (!header) throw new TaskFileError(path, 'expected rows of numbers, got none');
  const names = namesIn(header, path);
  const named = { path, names: names ?? cellsOf(header, (cell) => String(cell)) };
  const width = named.names.length;
  const headerLine = header.line;
  const top = names ? nextOf(records) : header;
  if (!top) {
    throw new TaskFileError(path, 'expected rows of numbers, got the names of columns only');
  }
  checkWidth(top, width, path);
  const isNumber = cellsOf(top, (cell) => !Number.isNaN(top.number(cell)));
  const usual = isNumber.flatMap((is, column) => (is ? [column] : []));
  const columns = chooseColumns({ ...named, line: headerLine }, wanted, usual);
  const texts =
    wanted === null
      ? isNumber.flatMap((is, column) => (is ? [] : [{ column, first: top.text(column) }]))
      : [];
  const topLine = top.line;
  const refuse = (line: number, column: number, got: string) => {
    const message = `column ${shownText(named.names[column] ?? '')}: expected a finite number, got ${shownText(got)}`;
    return new TaskFileError(path, message, { line, column: column + 1 });
  };

  // Room for as many rows as there can be; what is not written to takes no memory.
  const values = new Float64Array(mostRows(bytes, width) * columns.length);
  let rowCount = 0;
  let at = 0;
  for (let row: CsvRecord | undefined = top; row; row = nextOf(records)) {
    checkWidth(row, width, path);
    for (const column of columns) {
      const value = row.number(column);
      if (!Number.isFinite(value)) throw refuse(row.line, column, row.text(column));
      values[at++] = value;
    }
    for (const { column, first } of texts) {
      if (Number.isNaN(row.number(column))) continue;
      throw refuse(topLine, column, first);
    }
    rowCount++;
  }
  if (columns.length === 0) {
    throw new TaskFileError(path, 'expected a column of numbers, got none', { line: topLine });
  }
  return {
    names: columns.map((column) => named.names[column] ?? ''),
    rowCount,
    values: values.subarray(0, at),
  };
}

function nextOf(records: Generator<CsvRecord, void>): CsvRecord | undefined {
  return records.next().value ?? undefined;
}

function cellsOf<Value>({ cellCount }: CsvRecord, value: (cell: number) => Value): Value[] {
  return Array.from({ length: cellCount }, (_, cell) => value(cell));
}

/**
 * Tells the names of columns from a first row of numbers.
 * @returns null where all cells are numbers
 * @throws TaskFileError where some are: a row that misses a value, or names that look like numbers
 */
function namesIn(header: CsvRecord, path: string): readonly string[] | null {
  const names = cellsOf(header, header.text);
  const isName = names.map(
    (text, cell) => Number.isNaN(header.number(cell)) && !NO_NUMBER.test(text),
  );
  const name = isName.indexOf(true);
  const number = isName.indexOf(false);
  if (name < 0) return null;
  if (number < 0) return names;
  throw new TaskFileError(
    path,
    `expected names of columns or numbers only, got ${shownText(names[name] ?? '')} and ` +
      `${shownText(names[number] ?? '')}; put a line of names that are no numbers above the data`,
    { line: header.line, column: Math.max(name, number) + 1 },
  );
}

function checkWidth({ line, cellCount }: CsvRecord, width: number, path: string): void {
  if (cellCount === width) return;
  const message = `expected ${width} cells, got ${cellCount}`;
  throw new TaskFileError(path, message, { line, column: Math.min(width, cellCount) + 1 });
}

/** A row takes a line, and a byte for each of its cells. */
function mostRows(bytes: Uint8Array, width: number): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 0x0a || byte === 0x0d) lines++;
  return Math.min(lines, Math.floor(bytes.length / width) + 1);
}
