// A private Redis for the tests of a file; they are skipped, with a line that says so, where none can be
// started.
import { afterAll, beforeAll } from 'vitest';
import { hasRedis, type PrivateRedis, startRedis } from '../../../.ci/engines/redis.mjs';
import {
  type RedisAddress,
  readRedisAddress,
} from '../../../src/experiment/executors/redis/address.ts';

/** Whether the tests are to run: they take minutes, with workers that are killed and waited for. */
export const canTry = process.env.RNN_TEST_REDIS === '1' && hasRedis();

if (!canTry) {
  process.stdout.write('Redis was not tried: it takes RNN_TEST_REDIS=1 and a redis-server\n');
}

/** The server, once it runs. */
export interface TestServer {
  readonly redis: PrivateRedis;
  readonly address: RedisAddress;
}

/** Starts a server before the tests and ends it after them; the environment names it meanwhile. */
export function useRedis(): TestServer {
  const box: { redis: PrivateRedis | null } = { redis: null };
  const redis = () => {
    if (!box.redis) throw new Error('expected a test that runs Redis');
    return box.redis;
  };
  beforeAll(async () => {
    if (!canTry) return;
    box.redis = await startRedis();
    process.env.RNN_REDIS_URL = box.redis.url;
    process.env.RNN_REDIS_PASSWORD = box.redis.password;
  });
  afterAll(() => box.redis?.stop());
  return {
    get redis() {
      return redis();
    },
    get address() {
      return readRedisAddress(redis().url, { password: redis().password });
    },
  };
}
