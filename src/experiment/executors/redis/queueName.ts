// Names of queues: they become parts of keys in Redis, which uses colons for itself.
import { ConfigurationError } from '../../../math/configurationError.ts';

const QUEUE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Checks the name of a queue.
 * @returns the name
 * @throws ConfigurationError
 */
export function checkQueueName(name: string): string {
  if (QUEUE_NAME.test(name)) return name;
  throw new ConfigurationError(
    'the queue: expected a name of 1 to 64 letters, digits, dots, underscores or hyphens that ' +
      `begins with a letter or digit, got ${JSON.stringify(name.slice(0, 80))}`,
  );
}
