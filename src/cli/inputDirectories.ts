// Where the files that a stored run names are to be found now.

import { resolve } from 'node:path';
import { type InputDirectories, readProvenance } from '../experiment/provenance.ts';
import { runFile } from '../experiment/runDirectory.ts';

/**
 * Finds where relative paths of a stored run start: at --files, or where they did when it was trained;
 * where that is not on record, in the working directory.
 * @param directory the run's
 */
export async function inputDirectories(
  directory: string,
  { files }: Readonly<Record<string, unknown>>,
  cwd: string,
): Promise<InputDirectories> {
  if (files !== undefined) {
    const given = resolve(cwd, String(files));
    return { data: given, weights: given };
  }
  const { directories } = await readProvenance(runFile(directory, 'provenance'));
  return directories ?? { data: cwd, weights: cwd };
}
