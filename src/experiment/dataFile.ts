// The files a config names, data of a task and weights of an initializer: their bytes and hashes.
import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TaskFile } from '../tasks/task.ts';
import type { RunInputs } from './canonical.ts';
import { systemCodeOf } from './files.ts';
import type { OwnTaskSpec, Spec } from './schema/spec.ts';
import { filesOf } from './taskFiles.ts';

/** The files of a task's data. */
export interface DataFiles {
  /** At least one, in the order of the config. */
  readonly files: readonly TaskFile[];
  /** SHA-256 that stands for them in a run's id, 64 hex digits; that of the file where it is one. */
  readonly sha256: string;
}

/** Bytes of a file with the hash that stands for them in a run's id. */
export interface DataFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
}

/** Largest file, in bytes: 256 MiB. The characters of a text take eight times as much in
 * memory. */
export const LARGEST_DATA_BYTES = 2 ** 28;

/** Thrown where a file that a config names cannot be read or used. */
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

/**
 * Says why a path cannot be read, where it is the user who can mend it.
 * @returns null for any other error
 */
export function whyUnreadable(error: unknown): string | null {
  const code = systemCodeOf(error);
  return Object.hasOwn(REASONS, code) ? (REASONS[code] ?? null) : null;
}

/** @throws DataError if the file is no plain file or too large */
async function checkSize(file: FileHandle, path: string, key: string): Promise<void> {
  const stat = await file.stat();
  const refused = (reason: string) => new DataError(`${key}: cannot read ${path}: ${reason}`);
  if (stat.isDirectory()) throw refused('it is a directory');
  if (!stat.isFile()) throw refused('it is not a plain file');
  if (stat.size > LARGEST_DATA_BYTES) {
    throw refused(`it holds ${stat.size} bytes, limit ${LARGEST_DATA_BYTES}`);
  }
}

/**
 * Reads the files a task names.
 * @param baseDirectory where relative paths start
 * @returns null for tasks that read none
 * @throws DataError if a path is not that of a readable plain file of at most 256 MiB
 * @throws the system's error for anything else
 */
export async function readDataFiles(
  task: Spec['task'],
  baseDirectory: string,
): Promise<DataFiles | null> {
  const named = filesOf(task);
  if (named.length === 0) return null;
  const files: TaskFile[] = [];
  const hashes: string[] = [];
  for (const { key, split, path } of named) {
    const { sha256, ...file } = await readInputFile(key, resolve(baseDirectory, path));
    files.push({ split, ...file });
    hashes.push(`${split} ${sha256}`);
  }
  const [only] = hashes;
  if (hashes.length === 1 && only?.startsWith('whole ')) {
    return { files, sha256: only.slice('whole '.length) };
  }
  return { files, sha256: createHash('sha256').update(hashes.join('\n')).digest('hex') };
}

/**
 * Reads the file of weights an initializer names.
 * @param baseDirectory where relative paths start
 * @returns null for initializers that read none
 * @throws DataError if the path is not that of a readable plain file of at most 256 MiB
 * @throws the system's error for anything else
 */
export async function readWeightsFile(
  initializer: OwnTaskSpec['model']['initializer'],
  baseDirectory: string,
): Promise<DataFile | null> {
  if (!('path' in initializer)) return null;
  return readInputFile('model.initializer.path', resolve(baseDirectory, initializer.path));
}

/** What a run depends on besides its spec, by the hashes of the files it names. */
export function inputsOf(
  data: Pick<DataFiles, 'sha256'> | null,
  weights: Pick<DataFile, 'sha256'> | null,
): RunInputs {
  return {
    ...(data ? { dataSha256: data.sha256 } : {}),
    ...(weights ? { weightsSha256: weights.sha256 } : {}),
  };
}

/**
 * Reads a file that a config or an option names.
 * @param key the name it goes by in errors
 * @param path absolute
 * @throws DataError if it is not a readable plain file of at most 256 MiB
 * @throws the system's error for anything else
 */
export async function readInputFile(key: string, path: string): Promise<DataFile> {
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      await checkSize(file, path, key);
      const bytes = await file.readFile();
      return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = whyUnreadable(error);
    if (reason === null) throw error;
    throw new DataError(`${key}: cannot read ${path}: ${reason}`);
  }
}
