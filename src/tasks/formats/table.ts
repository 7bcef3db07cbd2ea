// Reads a table of numbers from CSV or NPY.
import type { TaskFile } from '../task.ts';
import { readCsv } from './csv.ts';
import { isNpy, readNpy } from './npyReader.ts';
import type { NumberTable } from './numberTable.ts';

/**
 * Reads a table; what it is, its first bytes say.
 * @param wanted names of the columns that are asked for; null for all that hold numbers
 * @throws TaskFileError for whatever is no table of finite numbers with those columns
 */
export function readTable(file: TaskFile, wanted: readonly string[] | null): NumberTable {
  return isNpy(file.bytes) ? readNpy(file, wanted) : readCsv(file, wanted);
}
