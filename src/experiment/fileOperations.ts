// What a run does to files, operation by operation, and the one place where a test can make an
// operation fail or end the process before it. Whole files are made of these in files.ts; reading
// changes nothing and is no part of it.
import { constants, fsyncSync, openSync, writeSync } from 'node:fs';
import { copyFile, type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { makeWithParents } from './makeWithParents.ts';

/** An operation, as a failpoint is told of it. */
export type FileOperation =
  | 'create'
  | 'open'
  | 'write'
  | 'sync'
  | 'rename'
  | 'link'
  | 'remove'
  | 'makeDirectory'
  | 'syncDirectory';

/** Called before each operation; what it throws, the operation throws. */
export type Failpoint = (operation: FileOperation, path: string) => void;

let failpoint: Failpoint | null = null;

/**
 * Puts a failpoint before every operation of this thread, or takes it away. For tests.
 * @param hook may throw what the system would, or end the process; null for none
 */
export function setFailpoint(hook: Failpoint | null): void {
  failpoint = hook;
}

const reach = (operation: FileOperation, path: string): void => failpoint?.(operation, path);

/** A file open for writing, with the path it was opened by. */
export interface OutputFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/** A file open for writing where nothing may wait. */
export interface SyncOutputFile {
  readonly path: string;
  readonly descriptor: number;
}

/** Codes by which file systems say that they have no hard links. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** Windows opens no directories; others may be missing, or written to but not read. */
const NOT_OPENED: ReadonlySet<string> = new Set(['EISDIR', 'EPERM', 'EACCES', 'ENOENT']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Whether an error of `link` says that this file system knows no hard links. */
export const hasNoLinks = (error: unknown): boolean => NO_LINKS.has(codeOf(error));

/** The operations; each throws what the system says. */
export const fileOperations = {
  /** Makes a file that is not there yet. */
  async create(path: string): Promise<OutputFile> {
    reach('create', path);
    return { path, handle: await open(path, 'wx', 0o644) };
  },

  /** Opens a file that is there for reading and writing. */
  async reopen(path: string): Promise<OutputFile> {
    reach('open', path);
    const { O_RDWR, O_NOFOLLOW = 0 } = constants;
    return { path, handle: await open(path, O_RDWR | O_NOFOLLOW) };
  },

  /** Writes all bytes where the file stands. */
  async write({ path, handle }: OutputFile, ...parts: readonly Uint8Array[]): Promise<void> {
    reach('write', path);
    for (const part of parts) await handle.writeFile(part);
  },

  /** Writes bytes over those at the beginning. */
  async overwrite({ path, handle }: OutputFile, bytes: Uint8Array): Promise<void> {
    reach('write', path);
    await handle.write(bytes, 0, bytes.length, 0);
  },

  /** Makes what was written durable. */
  async sync({ path, handle }: OutputFile): Promise<void> {
    reach('sync', path);
    await handle.sync();
  },

  /** Puts a file in the place of what stands at its new path. */
  async rename(from: string, to: string): Promise<void> {
    reach('rename', to);
    await rename(from, to);
  },

  /** Gives a file another path, where nothing stands; EEXIST otherwise. */
  async link(from: string, to: string): Promise<void> {
    reach('link', to);
    await link(from, to);
  },

  /** Copies a file to where nothing stands; a reader may see a part of it. */
  async copy(from: string, to: string): Promise<void> {
    reach('create', to);
    await copyFile(from, to, constants.COPYFILE_EXCL);
  },

  /** Removes a file, where there is one. */
  async remove(path: string): Promise<void> {
    reach('remove', path);
    await rm(path, { force: true });
  },

  /** Makes a directory with its parents. */
  async makeDirectory(path: string): Promise<void> {
    reach('makeDirectory', path);
    await makeWithParents(path);
  },

  /** Makes names created or renamed in a directory durable; nothing where that cannot be done. */
  async syncDirectory(path: string): Promise<void> {
    reach('syncDirectory', path);
    const handle = await open(path, constants.O_RDONLY).catch((error: unknown) => {
      if (NOT_OPENED.has(codeOf(error))) return null;
      throw error;
    });
    if (!handle) return;
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },

  /** Opens a file at once. */
  openSync(path: string, flags: number): SyncOutputFile {
    reach('open', path);
    return { path, descriptor: openSync(path, flags, 0o644) };
  },

  /** Writes every byte at once: a full disk may take a part without an error. */
  writeSync({ path, descriptor }: SyncOutputFile, bytes: Uint8Array): void {
    reach('write', path);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  },

  /** Makes what was written durable at once. */
  syncSync({ path, descriptor }: SyncOutputFile): void {
    reach('sync', path);
    fsyncSync(descriptor);
  },
} as const;
