// Waiting with an end: a Redis that is away answers nothing, and a program that is to end must.

/**
 * Waits for something, but not longer.
 * @returns whether it came to pass
 * @throws what it throws in time
 */
export async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = promise.then(() => true);
  done.catch(() => {}); // may fail after nobody waits any more
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for something until a signal asks for the end.
 * @throws what it throws in time
 */
export async function untilAborted(signal: AbortSignal, promise: Promise<unknown>): Promise<void> {
  promise.catch(() => {});
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
