// Reads many small files in a row: synchronously, which costs a third of what promises do, and only
// where a plain file of its own stands. A link is never followed, a pipe never waited for.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { FileError, systemCodeOf } from '../files.ts';
import { RunDirectoryError } from '../runDirectory.ts';

/** Largest file that is read, in bytes; results and failure records have a few KiB. */
const LIMIT_BYTES = 2 ** 20;

/** Without them on other systems: there the check of what was opened has to do. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** Where nothing can be: no such file, or a file in place of its directory. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

const LINK_CODES: ReadonlySet<string> = new Set(['ELOOP', 'EMLINK']);

/**
 * Reads a text file.
 * @returns its text as UTF-8, or null where there is no such file
 * @throws RunDirectoryError if something else than a plain file stands there, or a larger one
 * @throws FileError if it cannot be read
 */
export function readPlainFile(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCodeOf(error);
    if (ABSENT.has(code)) return null;
    if (LINK_CODES.has(code)) throw refused(path, 'a symbolic link');
    throw new FileError(`read ${path}`, error);
  }
  try {
    const { size } = checkedStat(path, file);
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const count = readSync(file, bytes, length, size - length, null);
      if (count === 0) break;
      length += count;
    }
    return bytes.toString('utf8', 0, length);
  } catch (error) {
    if (error instanceof RunDirectoryError) throw error;
    throw new FileError(`read ${path}`, error);
  } finally {
    closeSync(file);
  }
}

function checkedStat(path: string, file: number): { readonly size: number } {
  const stat = fstatSync(file);
  if (!stat.isFile()) throw refused(path, stat.isDirectory() ? 'a directory' : 'not a plain file');
  if (stat.size > LIMIT_BYTES) {
    throw refused(path, `${stat.size} bytes long, more than the limit of ${LIMIT_BYTES}`);
  }
  return stat;
}

const refused = (path: string, what: string) =>
  new RunDirectoryError(`${path} is ${what}: refusing to use it; remove it`);
