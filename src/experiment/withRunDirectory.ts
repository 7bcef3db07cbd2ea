// The directory of a run while a process works in it: there, locked, and gone again if nothing came
// of it.
import { rmdir } from 'node:fs/promises';
import { makeDirectory } from './files.ts';
import { acquireLock, type Lock } from './lock.ts';
import { identifyProcess } from './processIdentity.ts';

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
