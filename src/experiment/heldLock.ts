// A lock that this process has: shows signs of life until it is released, and notices if another has
// taken it over. How it comes to be had is in lock.ts.
import { fileOperations } from './fileOperations.ts';
import { FileError, systemCodeOf } from './files.ts';
import { readLockText } from './lockFile.ts';

/** Thrown where another process works in the directory. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** Has a directory until it is released or lost. */
export interface Lock {
  /** Aborted once another process is seen to have taken the lock over. */
  readonly lost: AbortSignal;
  /**
   * Makes sure that no other process has taken the lock over: before what may be done only once.
   * @throws BusyError if one has
   * @throws FileError if that cannot be seen
   */
  confirm(): Promise<void>;
  /** Gives the directory free; never fails, since the lock of an ended process is worth nothing. */
  release(): Promise<void>;
}

/** Time between two signs of life, in ms. */
const HEARTBEAT_MS = 5_000;

/** Codes that say that the file is not there any more. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESTALE']);

/**
 * Begins to show signs of life.
 * @param path of the lock's file
 * @param text what the file says
 */
export function keepLock(directory: string, path: string, text: string): Lock {
  const abort = new AbortController();
  const bytes = Buffer.from(text);

  // Writing what is there already sets the file's time by the clock of the file system, which setting
  // it by name would not; opening it anew each time shows it to other machines.
  const showLife = async (): Promise<void> => {
    try {
      const file = await fileOperations.reopen(path);
      try {
        if ((await readLockText(file.handle)) === text) await fileOperations.overwrite(file, bytes);
        else abort.abort();
      } finally {
        await file.handle.close();
      }
    } catch (error) {
      if (!GONE.has(systemCodeOf(error))) throw new FileError(`keep the lock ${path}`, error);
      abort.abort();
    }
  };

  let beat: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beat = beat.then(showLife).catch(() => {}); // the next one may succeed
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    lost: abort.signal,
    async confirm() {
      if (!abort.signal.aborted) await showLife();
      if (!abort.signal.aborted) return;
      throw new BusyError(
        `${directory} was taken over by another process while this one was held up: that one goes on`,
      );
    },
    async release() {
      clearInterval(timer);
      await beat;
      try {
        const file = await fileOperations.reopen(path);
        const isOwn = (await readLockText(file.handle)) === text;
        await file.handle.close();
        if (isOwn) await fileOperations.remove(path);
      } catch {} // taken over once this process has ended
    },
  };
}
