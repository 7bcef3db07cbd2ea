// The directory of a run while a process works in it: there, locked, and gone again if nothing came
// of it.
import { rmdir } from 'node:fs/promises';
import { makeDirectory } from './files.ts';
import { acquireLock, type Lock } from './lock.ts';
import { findLocks } from './lockFile.ts';
import { identifyProcess } from './processIdentity.ts';
import { listTemporaryFiles, sweepTemporaryFiles } from './runDirectory.ts';

/**
 * Works in the directory of a run as the only process.
 * @param directory made with its parents where it is missing
 * @param pid number of this process
 * @param work what is done; has to confirm the lock before what may be done only once
 * @throws BusyError if another process works there
 * @throws RunDirectoryError if something else than a file stands at a lock's place
 * @throws FileError if the directory or the lock cannot be made
 */
export async function withRunDirectory<Result>(
  directory: string,
  pid: number,
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  await makeDirectory(directory);
  const lock = await acquireLock(directory, await identifyProcess(pid));
  try {
    return await work(lock);
  } finally {
    await lock.release();
    await rmdir(directory).catch(() => {}); // only if a run could not even begin is it empty
  }
}

/**
 * Clears away what a process left that was killed just after it had finished a run: locks and temporary
 * files. Does nothing where that cannot be done, since the run is finished all the same.
 * @param directory of a finished run
 * @param pid number of this process
 */
export async function tidyFinishedRun(directory: string, pid: number): Promise<void> {
  try {
    const left = [...(await findLocks(directory)), ...(await listTemporaryFiles(directory))];
    if (left.length === 0) return;
    await withRunDirectory(directory, pid, () => sweepTemporaryFiles(directory));
  } catch {}
}
