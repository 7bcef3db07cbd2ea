// A table of numbers with named columns, and which of them are asked for.
import { type FilePosition, TaskFileError } from '../taskFileError.ts';
import { shownText } from './shown.ts';

/** Most columns of a table, and most names that a config may choose. */
export const MOST_COLUMNS = 10_000;

/** Most names that an error lists. */
const MOST_SHOWN = 20;

/** Numbers by row and column. */
export interface NumberTable {
  /** Names of the columns; their numbers from 0, where the file names none. */
  readonly names: readonly string[];
  readonly rowCount: number;
  /** Row by row: row i, column j stands at i·names.length + j. */
  readonly values: Float64Array;
}

/** What the columns of a file are called. */
export interface ColumnNames {
  readonly path: string;
  readonly names: readonly string[];
  /** The line that holds them; absent where none does. */
  readonly line?: number;
}

/**
 * Finds columns by name.
 * @param wanted null for `usual`
 * @throws TaskFileError for a name that the table does not have, or has twice
 */
export function chooseColumns(
  { path, names, line }: ColumnNames,
  wanted: readonly string[] | null,
  usual: readonly number[],
): readonly number[] {
  const at = (column?: number): FilePosition => ({
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column: column + 1 }),
  });
  const chosen =
    wanted?.map((name) => {
      const column = names.indexOf(name);
      if (column >= 0) return column;
      const there = names.slice(0, MOST_SHOWN).map(shownText).join(', ');
      const more = names.length > MOST_SHOWN ? `, … (${names.length} columns)` : '';
      throw new TaskFileError(
        path,
        `expected a column ${shownText(name)}, got ${there}${more}`,
        at(),
      );
    }) ?? usual;
  const firstOf = new Map<string, number>();
  const read = new Set(chosen.map((column) => names[column] ?? ''));
  names.forEach((name, column) => {
    const first = firstOf.get(name);
    if (first === undefined) firstOf.set(name, column);
    else if (read.has(name)) {
      const message = `expected names that differ, got ${shownText(name)} for columns ${first + 1} and ${column + 1}`;
      throw new TaskFileError(path, message, at(column));
    }
  });
  return chosen;
}
