// Where an export goes: one file, or a directory whose list comes last. What stands there is left
// alone unless it may be replaced.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportedFile, MANIFEST } from './exportNetwork.ts';
import { FileError, makeDirectory, removeFiles, systemCodeOf, writeAtomically } from './files.ts';

/** What an export may find in a directory of its own. */
const EXPORTED_NAME = /^(manifest\.json|[A-Za-z]\w*(\.\w+)*\.npy)$/;

/**
 * Writes an export.
 * @param path of the file, or of the directory where files have names
 * @param mayReplace whether what an export left there is replaced; other things never are
 * @throws FileError if something stands there, or a file cannot be written
 */
export async function writeExport(
  path: string,
  files: readonly ExportedFile[],
  mayReplace: boolean,
): Promise<void> {
  const [first] = files;
  if (first?.name === null) {
    const found = await statOf(path);
    if (found && !mayReplace) throw refused(path, 'it exists; --force replaces it');
    await writeAtomically(path, first.bytes);
    return;
  }
  await clearDirectory(path, mayReplace);
  for (const { name, bytes } of files) await writeAtomically(join(path, name ?? ''), bytes);
}

/** Makes a directory, or empties that of an older export: its list first. */
async function clearDirectory(path: string, mayReplace: boolean): Promise<void> {
  const found = await statOf(path);
  if (!found) return makeDirectory(path);
  if (!found.isDirectory()) throw refused(path, 'it is not a directory');
  const names = await readdir(path).catch((error: unknown) => {
    throw new FileError(`read the directory ${path}`, error);
  });
  if (names.length === 0) return;
  if (!mayReplace) throw refused(path, 'it exists; --force replaces it');
  const other = names.find((name) => !EXPORTED_NAME.test(name));
  if (other !== undefined) {
    throw refused(path, `it holds ${JSON.stringify(other)}, which is of no export`);
  }
  if (names.includes(MANIFEST)) await removeFiles(path, [MANIFEST]);
  await removeFiles(path, names);
}

async function statOf(path: string) {
  return lstat(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw new FileError(`look at ${path}`, error);
  });
}

function refused(path: string, reason: string): FileError {
  return new FileError(`write ${path}`, Object.assign(new Error(reason), { code: 'EEXIST' }));
}
