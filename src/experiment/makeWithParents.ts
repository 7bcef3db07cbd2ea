// Directories one by one, from the deepest that is there. Node's recursive form says ENOENT where a disk is
// read-only, and turns for ever in file systems that take no directories, such as /proc.
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes a directory in one that is there; one that stands already, or that others make now, will do. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!(await isDirectory(path))) throw error;
  }
}

/**
 * Makes a directory with its parents.
 * @throws what the system says of the first that cannot be made
 */
export async function makeWithParents(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isMissing(error) || parent === path) throw error;
    await makeWithParents(parent);
    await makeOne(path);
  }
}
