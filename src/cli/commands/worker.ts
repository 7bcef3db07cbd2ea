// `rnn worker`: this machine's part in a queue of runs, until a signal ends it or nothing comes for long.

import { access, constants } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { resolve } from 'node:path';
import { shownAddress } from '../../experiment/executors/redis/address.ts';
import type { DeliveryEvent } from '../../experiment/executors/redis/delivery.ts';
import { runRedisWorker } from '../../experiment/executors/redis/redisWorker.ts';
import { makeDirectory } from '../../experiment/files.ts';
import { KERNEL_NAMES } from '../../math/engine.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { isOn, readDuration, readText, readWhole, readWish } from '../options.ts';
import { readRedisConnection } from '../redisConnection.ts';
import { readVersion } from '../version.ts';

/** Most processes anybody may ask for. */
const MOST_WORKERS = 256;

const LINES: {
  readonly [Type in DeliveryEvent['type']]: (
    event: Extract<DeliveryEvent, { readonly type: Type }>,
  ) => string;
} = {
  started: ({ name, worker }) => `${name}: started by ${worker}`,
  finished: ({ name, step }) => `${name}: finished after step ${step}`,
  returned: ({ name, reason }) => `${name}: given back: ${reason}`,
  failed: ({ name, reason }) => `${name}: failed: ${reason}`,
};

function lineOf(event: DeliveryEvent): string {
  return LINES[event.type](event as never);
}

/** Works on a queue: exit 0 once it is idle for long, 130 or 143 after a signal. */
export const run: RunCommand = async ({ options, io, stderr }) => {
  const out = resolve(io.cwd, readText(options, 'out'));
  const dataDirectory = resolve(io.cwd, readText(options, 'data'));
  const workers =
    options.workers === undefined
      ? availableParallelism()
      : readWhole('--workers', options.workers, 1, MOST_WORKERS);
  const idleExitMs = readDuration(options, 'idleExit', '--idle-exit');
  const kernels = readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES);
  const isQuiet = isOn(options, 'quiet');
  const address = await readRedisConnection(io, isOn(options, 'insecure'));
  await makeDirectory(out);
  await access(out, constants.W_OK);

  const abort = new AbortController();
  const received: EndingSignal[] = [];
  const stopListening = io.onSignal?.((signal) => {
    received.push(signal);
    abort.abort();
  });
  const say = (line: string) => {
    if (!isQuiet) stderr.line(line);
  };
  const queue = readText(options, 'queue');
  try {
    say(`takes runs of the queue ${queue} at ${shownAddress(address)}, ${workers} at a time`);
    await runRedisWorker({
      address,
      queue,
      workers,
      out,
      dataDirectory,
      machine: hostname(),
      host: {
        version: await readVersion(),
        node: process.versions.node,
        arch: process.arch,
        pid: process.pid,
      },
      ...(kernels === undefined ? {} : { kernels }),
      ...(idleExitMs === undefined ? {} : { idleExitMs }),
      signal: abort.signal,
      onEvent: (event) => say(lineOf(event)),
      onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
    });
  } finally {
    stopListening?.();
  }
  const [signal] = received;
  if (signal === undefined) return exitCodes.ok;
  return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
};
