// CSV as a table of numbers. Quoting, separators and line ends are the library's; what is a number is ours.
import { CsvError, parse } from 'csv-parse/sync';
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { chooseColumns, type NumberTable } from './numberTable.ts';

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readLines({ path, bytes }: TaskFile): readonly Line[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TaskFileError(path, 'expected UTF-8 text or a NumPy file, got other bytes');
  }
  try {
    return parse(text, {
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines);
    throw new TaskFileError(
      path,
      `expected CSV, got something else: ${error.message}`,
      Number.isInteger(line) ? { line } : {},
    );
  }
}

/**
 * Reads a CSV file. Its first line names the columns, unless it holds numbers only; then they are called 0, 1, ….
 * @param wanted names of columns; null for all whose first value is a number
 * @throws TaskFileError with the line of a ragged row or of a cell that is no finite number
 */
export function readCsv(file: TaskFile, wanted: readonly string[] | null): NumberTable {
  const { path } = file;
  const lines = readLines(file);
  const [first] = lines;
  if (first === undefined) throw new TaskFileError(path, 'expected rows of numbers, got none');
  const hasNames = !first.record.every((cell) => NUMBER.test(cell));
  const names = hasNames ? first.record : first.record.map((_, column) => String(column));
  const rows = hasNames ? lines.slice(1) : lines;
  const [top] = rows;
  if (top === undefined) {
    throw new TaskFileError(path, 'expected rows of numbers, got the names of columns only');
  }
  const numeric = names.flatMap((_, column) =>
    NUMBER.test(top.record[column] ?? '') ? [column] : [],
  );
  const columns = chooseColumns(path, names, wanted, numeric);
  if (columns.length === 0) {
    const line = top.info.lines;
    throw new TaskFileError(path, 'expected a column of numbers, got none', { line });
  }
  const values = new Float64Array(rows.length * columns.length);
  rows.forEach(({ record, info }, row) => {
    if (record.length !== names.length) {
      const message = `expected ${names.length} cells, got ${record.length}`;
      throw new TaskFileError(path, message, { line: info.lines });
    }
    columns.forEach((column, i) => {
      const cell = record[column] ?? '';
      const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
      if (!Number.isFinite(value)) {
        const name = JSON.stringify(names[column]);
        const message = `column ${name}: expected a finite number, got ${JSON.stringify(cell.slice(0, 40))}`;
        throw new TaskFileError(path, message, { line: info.lines, column: column + 1 });
      }
      values[row * columns.length + i] = value;
    });
  });
  return { names: columns.map((column) => names[column] ?? ''), rowCount: rows.length, values };
}
