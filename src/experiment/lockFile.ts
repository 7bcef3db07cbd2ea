// The files of locks as they are read: who has which, and how long ago it last showed a sign of life
// by the clock of the file system. Untrusted data; taking and giving locks is in lock.ts.
import { constants, type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { toJson } from '../training/json.ts';
import { FileError, systemCodeOf } from './files.ts';
import type { ProcessIdentity } from './processIdentity.ts';
import { RunDirectoryError } from './runDirectory.ts';

/** Version of the file format. */
export const LOCK_SCHEMA_VERSION = 1;

/** What a lock file says. */
export interface LockContent extends ProcessIdentity {
  /** Unlike that of any other lock. */
  readonly token: string;
  /** When the lock was taken, by the clock of the file system, in ms. */
  readonly sinceMs: number;
}

/** A lock that was found. */
export interface FoundLock {
  /** The n of `lock-<n>`. */
  readonly generation: number;
  readonly path: string;
  /** The file's text: locks are the same if these are. */
  readonly text: string;
  /** Null where the text says nothing that can be understood. */
  readonly content: LockContent | null;
  /** Last sign of life, by the clock of the file system, in ms. */
  readonly touchedMs: number;
}

const word = z.string().regex(/^[\x20-\x7e]{1,256}$/);
const contentSchema = z.object({
  schema: z.literal(LOCK_SCHEMA_VERSION),
  token: word,
  sinceMs: z.number().min(0),
  pid: z.int().min(1),
  processStart: word.nullable(),
  bootId: word.nullable(),
  pidNamespace: word.nullable(),
  host: word,
});

/** Text of a lock file. */
export function lockText(content: LockContent): string {
  return `${toJson({ schema: LOCK_SCHEMA_VERSION, ...content })}\n`;
}

const NAME = /^lock-([1-9]\d{0,14})$/;

/** Path of a lock. */
export function lockPath(directory: string, generation: number): string {
  return join(directory, `lock-${generation}`);
}

/**
 * Finds the locks of a directory.
 * @returns in no order; those that go away meanwhile may be left out
 * @throws RunDirectoryError if something else than a file stands at a lock's place
 * @throws FileError where the system does not say
 */
export async function findLocks(directory: string): Promise<FoundLock[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new FileError(`read the directory ${directory}`, error);
  });
  const found: FoundLock[] = [];
  for (const name of names) {
    const generation = Number(NAME.exec(name)?.[1] ?? 0);
    const lock = generation > 0 ? await readLock(directory, generation) : null;
    if (lock) found.push(lock);
  }
  return found;
}

/** More than any lock file has. */
const LONGEST_BYTES = 4096;

/**
 * Reads a lock.
 * @returns null if it is gone
 * @throws RunDirectoryError if something else than a file stands there
 * @throws FileError where the system does not say
 */
export async function readLock(directory: string, generation: number): Promise<FoundLock | null> {
  const path = lockPath(directory, generation);
  try {
    if (!(await lstat(path)).isFile()) {
      throw new RunDirectoryError(`${path} is no plain file: refusing to use it; remove it`);
    }
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const text = await readLockText(handle);
      const { mtimeMs } = await handle.stat();
      return { generation, path, text, content: contentOf(text), touchedMs: mtimeMs };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    if (error instanceof RunDirectoryError) throw error;
    throw new FileError(`read ${path}`, error);
  }
}

/** Reads the text of an open lock file. */
export async function readLockText(handle: FileHandle): Promise<string> {
  const bytes = Buffer.alloc(LONGEST_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, LONGEST_BYTES, 0);
  return bytes.toString('utf8', 0, bytesRead);
}

function contentOf(text: string): LockContent | null {
  try {
    return contentSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
