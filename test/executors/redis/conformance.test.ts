// The executor on Redis does what every executor must.
import { describe } from 'vitest';
import { describeExecutor } from '../conformance.ts';
import { canTry, useRedis } from './server.ts';

describe.skipIf(!canTry)('on a private Redis', () => {
  useRedis();
  describeExecutor('redis', { module: new URL('redisExecutor.mjs', import.meta.url) });
});
