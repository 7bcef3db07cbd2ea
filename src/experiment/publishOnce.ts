// A file that is written once: the first content stands, and whoever comes later with other content
// hears of it. What equal specs compute must be equal to the last byte.
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileOperations, hasNoLinks } from './fileOperations.ts';
import { FileError, systemCodeOf, throughTemporary, writeAtomically } from './files.ts';

/** Thrown where the same run came to two results. */
export class DeterminismError extends Error {
  override readonly name = 'DeterminismError';
}

/**
 * Puts a file at a path where there is none; the first of several processes succeeds. A file that is
 * there already stays if it is whole.
 * @param path of the file
 * @param text its content
 * @param isWhole tells whether what stands there counts, rather than being damaged and replaced
 * @throws DeterminismError if what stands there counts and is not the same
 * @throws FileError if the file cannot be written, or what stands there not be read
 */
export async function publishOnce(
  path: string,
  text: string,
  isWhole: (text: string) => boolean,
): Promise<void> {
  if (await isPlaced(path, text)) return;
  const found = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new FileError(`read ${path}`, error);
  });
  if (found === text) {
    // Whoever linked it may not have come to this.
    await fileOperations.syncDirectory(dirname(path)).catch((error: unknown) => {
      throw new FileError(`write ${path} (${Buffer.byteLength(text)} bytes)`, error);
    });
  } else if (isWhole(found)) throw await keepDifferent(path, found, text);
  else await writeAtomically(path, text);
}

/** Puts a file at a path; false where something stands. */
async function isPlaced(path: string, text: string): Promise<boolean> {
  try {
    await throughTemporary(path, text, async (temporary) => {
      try {
        await fileOperations.link(temporary, path);
      } catch (error) {
        if (!hasNoLinks(error)) throw error;
        await placeWithoutLinks(temporary, path);
        return;
      }
      await fileOperations.remove(temporary);
    });
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST' && (await isFile(path))) return false;
    throw error;
  }
}

const isFile = async (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The best there is on file systems without hard links: of two at the same time, the later stands. */
async function placeWithoutLinks(temporary: string, path: string): Promise<void> {
  if (await isFile(path)) throw Object.assign(new Error('EEXIST: it exists'), { code: 'EEXIST' });
  await fileOperations.rename(temporary, path);
}

const SHOWN_DIGITS = 8;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keeps the other content beside, where that can be done, and says what differs. */
async function keepDifferent(path: string, found: string, text: string): Promise<DeterminismError> {
  const [foundHash, hash] = [hashOf(found), hashOf(text)];
  const beside = `${path}.differs-${hash.slice(0, SHOWN_DIGITS)}`;
  const kept = await writeAtomically(beside, text).then(
    () => `kept as ${beside}`,
    (error: Error) => `not kept: ${error.message}`,
  );
  return new DeterminismError(
    `${path} is there with SHA-256 ${foundHash}, and the same run has now come to ${hash} ` +
      `(${kept}): one of the machines computes wrongly; rnn doctor checks this one`,
  );
}
