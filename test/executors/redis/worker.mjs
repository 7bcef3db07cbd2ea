// A worker in a process of its own, with times for tests: node worker.mjs OUT DATA. Prints what happens,
// one line of JSON each; SIGTERM ends it as it ends `rnn worker`.
import { readRedisAddress } from '../../../dist/experiment/executors/redis/address.js';
import { runRedisWorker } from '../../../dist/experiment/executors/redis/redisWorker.js';
import { TIMINGS } from './timings.mjs';

const [out, dataDirectory] = process.argv.slice(2);
const { versions, arch, pid, env } = process;
const end = new AbortController();
process.once('SIGTERM', () => end.abort());
const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
await runRedisWorker({
  address: readRedisAddress(env.RNN_REDIS_URL, { password: env.RNN_REDIS_PASSWORD }),
  queue: 'faults',
  out,
  dataDirectory,
  workers: 1,
  machine: `worker-${pid}`,
  host: { version: '1.2.3', node: versions.node, arch, pid },
  signal: end.signal,
  onEvent: say,
  onWarning: (message) => say({ type: 'warning', message }),
  timings: { ...TIMINGS, ...JSON.parse(env.TEST_TIMINGS ?? '{}') },
});
