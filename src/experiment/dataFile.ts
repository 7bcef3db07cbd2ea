// The data file a task names: its bytes and their hash.
import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TaskOptions } from '../tasks/index.ts';
import { systemCodeOf } from './files.ts';

/** Bytes of a data file with the hash that stands for them in a run's id. */
export interface DataFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
}

/** Largest data file, in bytes: 256 MiB. Its characters take eight times as much in memory. */
export const LARGEST_DATA_BYTES = 2 ** 28;

/** Thrown where the data a config names cannot be read or used. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'its path leads through something that is not a directory',
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  ENXIO: 'it is not a plain file',
};

/** @throws DataError if the file is no plain file or too large */
async function checkSize(file: FileHandle, path: string): Promise<void> {
  const stat = await file.stat();
  const refused = (reason: string) => new DataError(`task.file: cannot read ${path}: ${reason}`);
  if (stat.isDirectory()) throw refused('it is a directory');
  if (!stat.isFile()) throw refused('it is not a plain file');
  if (stat.size > LARGEST_DATA_BYTES) {
    throw refused(`it holds ${stat.size} bytes, limit ${LARGEST_DATA_BYTES}`);
  }
}

/**
 * Reads the file a task names.
 * @param baseDirectory where relative paths start
 * @returns null for tasks that read none
 * @throws DataError if the path is not that of a readable plain file of at most 256 MiB
 * @throws the system's error for anything else
 */
export async function readDataFile(
  task: TaskOptions,
  baseDirectory: string,
): Promise<DataFile | null> {
  if (!('file' in task)) return null;
  const path = resolve(baseDirectory, task.file);
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      await checkSize(file, path);
      const bytes = await file.readFile();
      return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = systemCodeOf(error);
    const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
    if (reason === undefined) throw error;
    throw new DataError(`task.file: cannot read ${path}: ${reason}`);
  }
}
