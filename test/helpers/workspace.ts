// A directory of a test's own, and what runs leave in it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** Paths and files below a fresh directory. */
export interface Workspace {
  /** Absolute path of the directory. */
  readonly cwd: string;
  /** Absolute path of something in it. */
  path(...parts: readonly string[]): string;
  write(name: string, text: string | Uint8Array): Promise<void>;
  read(name: string): Promise<string>;
  /** Names in a directory, sorted; none where there is no such directory. */
  list(name?: string): Promise<string[]>;
  /** The only run directory in `runs`, relative. */
  runDirectory(): Promise<string>;
}

/** Gives every test of a file a fresh directory that is removed afterwards. */
export function useWorkspace(): Workspace {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'rnn-test-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));
  const path = (...parts: readonly string[]) => join(cwd, ...parts);
  const list = async (name = '.') => (await readdir(path(name)).catch(() => [])).sort();
  return {
    get cwd() {
      return cwd;
    },
    path,
    write: (name, text) => writeFile(path(name), text),
    read: (name) => readFile(path(name), 'utf8'),
    list,
    async runDirectory() {
      const names = await list('runs');
      if (names.length !== 1) throw new Error(`expected one run, got ${names.join(', ')}`);
      return join('runs', names[0] ?? '');
    },
  };
}

/** Reads a file as bytes of an array of its own. */
export async function readBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
