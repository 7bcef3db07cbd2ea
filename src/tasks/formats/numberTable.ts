// A table of numbers with named columns, and which of them are asked for.
import { TaskFileError } from '../taskFileError.ts';

/** Numbers by row and column. */
export interface NumberTable {
  /** Names of the columns; their numbers from 0, where the file names none. */
  readonly names: readonly string[];
  readonly rowCount: number;
  /** Row by row: row i, column j stands at i·names.length + j. */
  readonly values: Float64Array;
}

/**
 * Finds columns by name.
 * @param wanted null for `usual`
 * @throws TaskFileError for a name that the table does not have
 */
export function chooseColumns(
  path: string,
  names: readonly string[],
  wanted: readonly string[] | null,
  usual: readonly number[],
): readonly number[] {
  if (wanted === null) return usual;
  return wanted.map((name) => {
    const column = names.indexOf(name);
    if (column >= 0) return column;
    const there = names.map((one) => JSON.stringify(one)).join(', ');
    throw new TaskFileError(path, `expected a column ${JSON.stringify(name)}, got ${there}`, {
      line: 1,
    });
  });
}
