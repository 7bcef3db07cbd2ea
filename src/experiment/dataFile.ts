// The data file a task names: its bytes and their hash.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { TaskOptions } from '../tasks/index.ts';

/** Bytes of a data file with the hash that stands for them in a run's id. */
export interface DataFile {
  readonly bytes: Uint8Array;
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
}

/** Thrown where the data a config names cannot be read or used. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'its path leads through something that is not a directory',
  EACCES: 'there is no permission to read it',
};

/**
 * Reads the file a task names.
 * @param baseDirectory where relative paths start
 * @returns null for tasks that read none
 * @throws DataError if the path is not that of a readable file
 * @throws the system's error for anything else
 */
export async function readDataFile(
  task: TaskOptions,
  baseDirectory: string,
): Promise<DataFile | null> {
  if (!('file' in task)) return null;
  const path = isAbsolute(task.file) ? task.file : resolve(baseDirectory, task.file);
  try {
    const bytes = await readFile(path);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new DataError(`task.file: cannot read ${path}: ${reason}`);
  }
}
