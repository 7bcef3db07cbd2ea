// One process at a time works in a run's directory. A lock is a file `lock-<n>`; whoever wants one makes
// it with the next n and then looks again: it has it if nothing has changed since it looked first.
//
// Nobody has two: of two that succeed, the one that linked its file later would have seen the other's,
// alive. Nothing is made durable: after a power failure all owners are dead, whether seen or not.
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileOperations, hasNoLinks } from './fileOperations.ts';
import { FileError, systemCodeOf, temporaryPath } from './files.ts';
import { BusyError, keepLock, type Lock } from './heldLock.ts';
import { type FoundLock, findLocks, lockPath, lockText, readLock } from './lockFile.ts';
import { livenessOf, type ProcessIdentity } from './processIdentity.ts';

export { BusyError, type Lock } from './heldLock.ts';

/** How long its owner gives no sign of life before a lock of another machine counts for nothing, in ms. */
const STALE_MS = 60_000;
/** Tries to take a lock that others take and release at the same time. */
const ATTEMPTS = 100;
const LONGEST_WAIT_MS = 20;

/**
 * Takes the lock of a directory, or takes it over from a process that has ended.
 * @param directory is there
 * @param owner the process that gets it
 * @throws BusyError if another process has it
 * @throws RunDirectoryError if something else than a file stands at a lock's place
 * @throws FileError if the lock cannot be made
 */
export async function acquireLock(directory: string, owner: ProcessIdentity): Promise<Lock> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lock = await tryLock(directory, owner);
    if (lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, randomInt(LONGEST_WAIT_MS)));
  }
  throw new BusyError(`${directory} is in use by processes that come and go; try again later`);
}

/** Takes the lock; null where others were at it at the same time. */
async function tryLock(directory: string, owner: ProcessIdentity): Promise<Lock | null> {
  const temporary = temporaryPath(join(directory, 'lock'));
  try {
    const { text, nowMs } = await writeDraft(temporary, owner);
    const before = await findLocks(directory);
    for (const lock of before) await refuseIfAlive(directory, lock, owner, nowMs);
    const path = lockPath(directory, 1 + Math.max(0, ...before.map((lock) => lock.generation)));
    if (!(await isLinked(temporary, path))) return null;
    const hasIt = await settle(directory, before, text).catch(async (error: unknown) => {
      await fileOperations.remove(path).catch(() => {}); // the first error says more
      throw error;
    });
    if (hasIt) return keepLock(directory, path, text);
    await fileOperations.remove(path);
    return null;
  } catch (error) {
    const isTold = error instanceof FileError || systemCodeOf(error) === '';
    throw isTold ? error : new FileError(`lock ${directory}`, error);
  } finally {
    await fileOperations.remove(temporary).catch(() => {}); // the next run sweeps it
  }
}

/** Writes what a lock will say; the file's own time is the time of the file system. */
async function writeDraft(path: string, owner: ProcessIdentity) {
  const file = await fileOperations.create(path);
  try {
    const { mtimeMs: nowMs } = await file.handle.stat();
    const token = randomBytes(12).toString('hex');
    const text = lockText({ ...owner, token, sinceMs: nowMs });
    await fileOperations.write(file, Buffer.from(text));
    return { text, nowMs };
  } finally {
    await file.handle.close();
  }
}

async function refuseIfAlive(
  directory: string,
  { path, content, touchedMs }: FoundLock,
  self: ProcessIdentity,
  nowMs: number,
): Promise<void> {
  const liveness = content ? await livenessOf(content, self) : 'unknown';
  if (liveness === 'ended') return;
  const silentMs = nowMs - touchedMs;
  if (liveness === 'unknown' && silentMs > STALE_MS) return;
  const who = content ? `process ${content.pid} on ${content.host}` : 'an unknown process';
  const since = content ? `, for ${seconds(nowMs - content.sinceMs)}` : '';
  const remedy =
    liveness === 'running'
      ? 'wait for it to end'
      : `its last sign of life came ${seconds(silentMs)} ago; wait for it to end, or, if it has, remove ${path}`;
  throw new BusyError(`${directory} is in use by ${who}${since}: ${remedy}`);
}

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;

/** Puts the draft at the place of a lock; false if another was faster, or swept the draft. */
async function isLinked(temporary: string, path: string): Promise<boolean> {
  try {
    await fileOperations.link(temporary, path).catch((error: unknown) => {
      if (!hasNoLinks(error)) throw error;
      return fileOperations.copy(temporary, path);
    });
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(systemCodeOf(error))) return false;
    throw error;
  }
}

/** Looks whether all is as it was but for the new lock, and removes the locks of ended processes. */
async function settle(
  directory: string,
  before: readonly FoundLock[],
  text: string,
): Promise<boolean> {
  const after = await findLocks(directory);
  const texts = new Set(after.map((lock) => lock.text));
  const isSame =
    after.length === before.length + 1 &&
    [{ text }, ...before].every((lock) => texts.has(lock.text));
  if (!isSame) return false;
  for (const lock of before) await removeIfSame(directory, lock);
  return true;
}

async function removeIfSame(
  directory: string,
  { generation, path, text }: Pick<FoundLock, 'generation' | 'path' | 'text'>,
): Promise<void> {
  if ((await readLock(directory, generation))?.text === text) await fileOperations.remove(path);
}
