// The executor on Redis with a worker of its own beside it, as the conformance suite and a coordinator
// that is killed load it. The server is the one that the environment names.
import { readRedisAddress } from '../../../dist/experiment/executors/redis/address.js';
import { createRedisExecutor } from '../../../dist/experiment/executors/redis/redisExecutor.js';
import { runRedisWorker } from '../../../dist/experiment/executors/redis/redisWorker.js';
import { TIMINGS as timings } from './timings.mjs';

const queue = 'conformance';
const { versions, arch, pid, env } = process;
const host = { version: '1.2.3', node: versions.node, arch, pid };
const onWarning = () => {};

/** Makes it; while it executes, two runs at a time are trained here. */
export function makeExecutor() {
  const address = readRedisAddress(env.RNN_REDIS_URL, { password: env.RNN_REDIS_PASSWORD });
  const executor = createRedisExecutor({ address, queue, onWarning, timings });
  return {
    name: executor.name,
    async execute(jobs, options) {
      const { out, dataDirectory } = options.context;
      const end = new AbortController();
      const worker = runRedisWorker({
        ...{ address, queue, out, dataDirectory, host, timings, onWarning },
        workers: 2,
        machine: 'test',
        signal: end.signal,
        onEvent: () => {},
      });
      try {
        await executor.execute(jobs, options);
      } finally {
        end.abort();
        await worker;
      }
    },
  };
}
