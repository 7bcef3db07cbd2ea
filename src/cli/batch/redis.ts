// Makes the executor on Redis from the options of the command line and the environment.
import type { Executor } from '../../experiment/executors/executor.ts';
import { createRedisExecutor } from '../../experiment/executors/redis/redisExecutor.ts';
import { isOn } from '../options.ts';
import { readRedisConnection } from '../redisConnection.ts';
import type { ExecutorRequest } from './executorRequest.ts';

/** The one that `rnn worker` listens to too. */
const DEFAULT_QUEUE = 'rnn';

/**
 * Makes the executor of a queue.
 * @throws CliError with exit code 2 if the environment does not say where Redis is
 * @throws ConfigurationError if the URL or the queue's name is none, or the connection not safe
 */
export async function makeRedisExecutor(request: ExecutorRequest): Promise<Executor> {
  const { options, onWarning } = request;
  const address = await readRedisConnection(request, isOn(options, 'insecure'));
  return createRedisExecutor({ address, queue: String(options.queue ?? DEFAULT_QUEUE), onWarning });
}
