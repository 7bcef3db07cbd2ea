// The few file operations a run needs: whole files appear at once or not at all.
import { randomBytes } from 'node:crypto';
import { constants, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that at its path there is the old complete content, the new one, or nothing:
 * temporary file, fsync, rename, fsync of the directory.
 * @throws the system's error; the temporary file is removed first
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Makes names created or renamed in a directory durable; does nothing where that cannot be done. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY).catch(() => null); // Windows: EISDIR
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
