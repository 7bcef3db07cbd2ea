// BullMQ and ioredis, loaded when somebody asks for Redis: most users never do, and install neither.
import { systemCodeOf } from '../../files.ts';
import { ExecutorError } from '../executor.ts';

/** What is used of the libraries that speak with Redis. */
export interface RedisLibraries {
  readonly bullmq: Pick<
    typeof import('bullmq'),
    'Queue' | 'QueueEvents' | 'Worker' | 'UnrecoverableError' | 'DelayedError' | 'WaitingError'
  >;
  readonly ioredis: Pick<typeof import('ioredis'), 'Redis'>;
}

/**
 * Loads the libraries.
 * @param load how; by default from where this package is installed
 * @throws ExecutorError saying what to install, where one is missing
 */
export async function loadRedisLibraries(
  load: () => Promise<RedisLibraries> = loadInstalled,
): Promise<RedisLibraries> {
  try {
    return await load();
  } catch (error) {
    if (systemCodeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ExecutorError(
      'Redis needs two libraries that are not here: install bullmq and ioredis ' +
        '(npm install bullmq ioredis, where rnn-lab is installed)',
    );
  }
}

async function loadInstalled(): Promise<RedisLibraries> {
  return { bullmq: await import('bullmq'), ioredis: await import('ioredis') };
}
