// Names inside a run's directory, and how the directory comes to be.
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './files.ts';

/** Hex digits of the run id that a directory's name shows. */
const SHOWN_DIGITS = 16;

/** Files of a run, by what they hold. */
export const runFiles = {
  spec: 'spec.json',
  metrics: 'metrics.jsonl',
  result: 'result.json',
  provenance: 'provenance.json',
} as const;

/** Path of a run's directory below the output directory. */
export function runDirectoryOf(out: string, name: string, runId: string): string {
  return join(out, `${name}-${runId.slice(0, SHOWN_DIGITS)}`);
}

/** Thrown where something else stands at the place of a run's directory or file. */
export class RunDirectoryError extends Error {
  override readonly name = 'RunDirectoryError';
}

/**
 * Makes the directory of a run, with its parents.
 * @throws RunDirectoryError if a run file is a symbolic link or not a plain file
 * @throws the system's error where it cannot be made
 */
export async function openRunDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const file of Object.values(runFiles)) {
    const path = join(directory, file);
    const stat = await lstat(path).catch(() => null);
    if (stat && !stat.isFile()) {
      throw new RunDirectoryError(
        `${path} is ${stat.isSymbolicLink() ? 'a symbolic link' : 'not a plain file'}, refusing to write to it`,
      );
    }
  }
  await syncDirectory(join(directory, '..'));
}
