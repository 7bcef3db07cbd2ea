// The few file operations a run needs: whole files appear at once or not at all, and an error of
// the system says which file it is about.
import { randomBytes } from 'node:crypto';
import { constants, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** An error of the system with the operation it broke; `code` is the system's. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** The system's code, such as ENOSPC. */
  readonly code: string;

  /**
   * @param operation what failed, such as `write runs/a/result.json (120 bytes)`
   * @param cause what the system said
   */
  constructor(operation: string, cause: unknown) {
    super(`cannot ${operation}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.code = systemCodeOf(cause);
  }
}

/** The system's code of an error, such as ENOENT; empty for other errors. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Throws where a device, a pipe or a directory stands: a rename would put a file in a device's place.
 * A link is replaced, never followed.
 */
async function refuseOtherThanFile(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found || found.isFile() || found.isSymbolicLink()) return;
  throw Object.assign(new Error('EEXIST: what stands there is not a file'), { code: 'EEXIST' });
}

/**
 * Writes a file so that at its path there is the old complete content, the new one, or nothing:
 * temporary file, fsync, rename, fsync of the directory. Takes the place of files and links only.
 * @throws FileError; the temporary file is removed first
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    await refuseOtherThanFile(path);
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncDirectory(directory);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error says more
    throw new FileError(`write ${path} (${bytes.length} bytes)`, error);
  }
}

/**
 * Removes a file, where there is one, for good.
 * @throws FileError
 */
export async function removeFile(path: string): Promise<void> {
  await removeFiles(dirname(path), [basename(path)]);
}

/**
 * Removes files of a directory, those that are there, for good.
 * @throws FileError
 */
export async function removeFiles(directory: string, names: readonly string[]): Promise<void> {
  let path = directory;
  try {
    for (const name of names) {
      path = join(directory, name);
      await rm(path, { force: true });
    }
    await syncDirectory(directory);
  } catch (error) {
    throw new FileError(`remove ${path}`, error);
  }
}

/**
 * Makes a directory with its parents, for good.
 * @throws FileError
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      // The recursive form says ENOENT on a read-only disk; the plain one tells the truth.
      if (systemCodeOf(error) === 'ENOENT') return mkdir(path);
      throw error;
    });
    await syncDirectory(dirname(path));
  } catch (error) {
    throw new FileError(`make the directory ${path}`, error);
  }
}

/** Makes names created or renamed in a directory durable; does nothing where that cannot be done. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY).catch(() => null); // Windows: EISDIR
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
