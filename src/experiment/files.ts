// Whole files at once or not at all, made of the operations in fileOperations.ts; an error of the
// system says which file it is about.
import { randomBytes } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileOperations, hasNoLinks } from './fileOperations.ts';

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

/** A name beside a path that nobody else takes; sweepTemporaryFiles knows it. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** What a file is to hold: text, bytes, or bytes in parts that are nowhere put together. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

function partsOf(content: FileContent): readonly Uint8Array[] {
  if (typeof content === 'string') return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** How a file is written. */
export interface WriteOptions {
  /**
   * Whether it has to outlive a power failure; false for what nothing depends on, which may then be
   * empty: two waits for the disk fewer.
   */
  readonly isDurable?: boolean;
}

/**
 * Writes a file so that at its path there is the old complete content, the new one, or nothing:
 * temporary file, fsync, rename, fsync of the directory. Takes the place of files and links only.
 * @throws FileError; the temporary file is removed first
 */
export async function writeAtomically(
  path: string,
  content: FileContent,
  options: WriteOptions = {},
): Promise<void> {
  const place = (temporary: string) => fileOperations.rename(temporary, path);
  await throughTemporary(path, content, place, options);
}

/**
 * Writes a durable temporary file, lets it be put in its place and makes that durable.
 * @param place moves or links the temporary file; it is removed if that fails
 * @throws FileError
 */
export async function throughTemporary(
  path: string,
  content: FileContent,
  place: (temporary: string) => Promise<void>,
  { isDurable = true }: WriteOptions = {},
): Promise<void> {
  const temporary = temporaryPath(path);
  const parts = partsOf(content);
  try {
    await refuseOtherThanFile(path);
    const file = await fileOperations.create(temporary);
    try {
      await fileOperations.write(file, ...parts);
      if (isDurable) await fileOperations.sync(file);
    } finally {
      await file.handle.close();
    }
    await place(temporary);
    if (isDurable) await fileOperations.syncDirectory(dirname(path));
  } catch (error) {
    await fileOperations.remove(temporary).catch(() => {}); // the first error says more
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    throw new FileError(`write ${path} (${length} bytes)`, error);
  }
}

/**
 * Gives a durable file a second name, for good; a file of that name stays.
 * @returns false where there is no such file, or the file system has no links
 * @throws FileError
 */
export async function linkFile(existing: string, path: string): Promise<boolean> {
  try {
    await fileOperations.link(existing, path);
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return true;
    if (systemCodeOf(error) === 'ENOENT' || hasNoLinks(error)) return false;
    throw new FileError(`link ${path} to ${existing}`, error);
  }
  await fileOperations.syncDirectory(dirname(path)).catch((error: unknown) => {
    throw new FileError(`link ${path} to ${existing}`, error);
  });
  return true;
}

/**
 * Removes a file, where there is one, for good.
 * @throws FileError
 */
export async function removeFile(path: string): Promise<void> {
  // Most often there is none, and then no disk to wait for.
  const found = await lstat(path).catch((error: unknown) => systemCodeOf(error) !== 'ENOENT');
  if (found) await removeFiles(dirname(path), [basename(path)]);
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
      await fileOperations.remove(path);
    }
    await fileOperations.syncDirectory(directory);
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
    await fileOperations.makeDirectory(path);
    await fileOperations.syncDirectory(dirname(path));
  } catch (error) {
    throw new FileError(`make the directory ${path}`, error);
  }
}
