// The version of this program, from its package file.

import { readFile } from 'node:fs/promises';

/** Reads the package's version. */
export async function readVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'));
  return version;
}
