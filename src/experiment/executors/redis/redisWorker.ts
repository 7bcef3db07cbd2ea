// A machine's part in a queue: takes jobs, trains them in processes, until it is told to end or nothing
// comes for long. Any number of them share a queue; the store they write to is their own option.
import type { Worker } from 'bullmq';
import type { KernelName } from '../../../math/kernels.ts';
import type { Host } from '../../provenance.ts';
import { type RedisAddress, shownAddress } from './address.ts';
import type { WorkerPlace } from './admission.ts';
import { createAttemptPool } from './attemptPool.ts';
import { cancelledAmong } from './cancellation.ts';
import { connectionOptions, inspectServer, KEY_PREFIX, reasonOf } from './connection.ts';
import { createDeliveries, type Deliveries, type DeliveryEvent } from './delivery.ts';
import { loadRedisLibraries, type RedisLibraries } from './libraries.ts';
import { createOutageTeller } from './outage.ts';
import { checkQueueName } from './queueName.ts';
import { MOST_STALLS, REDIS_TIMINGS, type RedisTimings } from './timings.ts';
import { within } from './within.ts';

/** What a worker works on, where, and how much at a time. */
export interface RedisWorkerOptions extends WorkerPlace {
  readonly address: RedisAddress;
  readonly queue: string;
  /** Runs at a time, at least 1; each has a process of its own. */
  readonly workers: number;
  /** Name of this machine, as coordinators show it. */
  readonly machine: string;
  /** The program that computes, for provenance.json. */
  readonly host: Host;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Ends the worker after this time without a job, in ms. */
  readonly idleExitMs?: number;
  /** Ends it at once: running jobs go back to the queue with a checkpoint. */
  readonly signal: AbortSignal;
  /** Called for what becomes of each delivery. */
  readonly onEvent: (event: DeliveryEvent) => void;
  /** Called with a line for what goes wrong and may come right again. */
  readonly onWarning: (message: string) => void;
  readonly timings?: RedisTimings;
}

/** Before a connection that failed is tried again by BullMQ's loop. */
const RETRY_DELAY_MS = 2000;

/** Errors of a job whose lock is lost are no news to people: somebody else has it, or it is done. */
const LOCK_LOST = /could not renew lock|Missing (lock|key) for job|Lock mismatch|is not in the/i;

function startConsumer(
  { bullmq }: RedisLibraries,
  options: RedisWorkerOptions & { readonly timings: RedisTimings },
  deliveries: Deliveries,
  ended: AbortSignal,
  onError: (reason: string) => void,
): Worker {
  const { address, queue, workers, machine, timings } = options;
  const consumer = new bullmq.Worker(queue, (job, token) => deliveries.deliver(job, token), {
    connection: connectionOptions(address, ended),
    prefix: KEY_PREFIX,
    skipVersionCheck: true, // done by inspectServer; BullMQ would write to our standard error
    name: machine,
    concurrency: workers,
    lockDuration: timings.lockDurationMs,
    stalledInterval: timings.stalledIntervalMs,
    maxStalledCount: MOST_STALLS,
    runRetryDelay: RETRY_DELAY_MS,
  });
  consumer.on('error', (error) => {
    const reason = reasonOf(address, error);
    if (!LOCK_LOST.test(reason)) onError(reason);
  });
  return consumer;
}

/** Calls something again and again, never twice at a time, until it is stopped. */
function every(ms: number, look: () => Promise<void>): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(() => {}) // the next look may succeed
      .finally(() => {
        isLooking = false;
      });
  }, ms);
  return () => clearInterval(timer);
}

/** Resolves once nothing has been under way for some time, or the signal asks for the end. */
async function untilIdle(
  signal: AbortSignal,
  deliveries: Deliveries,
  idleExitMs: number,
  pollMs: number,
): Promise<void> {
  let busyMs = performance.now();
  let seen = 0;
  await new Promise<void>((resolve) => {
    const end = () => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = every(Math.min(pollMs, idleExitMs), async () => {
      const nowMs = performance.now();
      if (deliveries.ids().length > 0 || deliveries.count() !== seen) busyMs = nowMs;
      seen = deliveries.count();
      if (nowMs - busyMs >= idleExitMs) end();
    });
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/**
 * Works on a queue until the signal asks for the end or, where wanted, nothing comes for long.
 * @throws ConfigurationError if the queue has no allowed name
 * @throws ExecutorError if the libraries are missing, or the server cannot be used at the start
 */
export async function runRedisWorker(given: RedisWorkerOptions): Promise<void> {
  const { timings = REDIS_TIMINGS } = given;
  const options = { ...given, timings, queue: checkQueueName(given.queue) };
  const { address, queue, signal, onWarning } = options;
  const libraries = await loadRedisLibraries();
  const server = await inspectServer(libraries, address);
  for (const warning of server.warnings) onWarning(warning);

  const outage = createOutageTeller(shownAddress(address), onWarning);
  const ended = new AbortController();
  const client = new libraries.ioredis.Redis(connectionOptions(address, ended.signal));
  client.on('error', (error) => outage.onError(reasonOf(address, error)));
  client.on('ready', outage.onReady);
  const pool = createAttemptPool(options.host, options.kernels);
  const deliveries = createDeliveries({
    ...options,
    place: options,
    bullmq: libraries.bullmq,
    pool,
    busyDelayMs: timings.busyDelayMs,
  });
  const start = () => startConsumer(libraries, options, deliveries, ended.signal, outage.onError);
  let consumer = start();

  const stopListening = every(timings.pollMs, async () => {
    const cancelled = await cancelledAmong(client, queue, deliveries.ids());
    for (const runId of cancelled) deliveries.cancel(runId);
  });
  // A connection can be lost without anybody noticing; a worker that idles beside waiting jobs has.
  let countBefore = -1;
  const stopWatching = every(timings.watchdogMs, async () => {
    const waiting = await client.llen(`${KEY_PREFIX}:${queue}:wait`);
    const isStuck = waiting > 0 && deliveries.ids().length === 0;
    if (isStuck && deliveries.count() === countBefore && !signal.aborted) {
      onWarning('jobs wait and none arrives: connecting anew');
      await within(timings.patienceMs, consumer.close(true));
      if (!signal.aborted) consumer = start();
    }
    countBefore = deliveries.count();
  });

  await untilIdle(
    signal,
    deliveries,
    options.idleExitMs ?? Number.POSITIVE_INFINITY,
    timings.pollMs,
  );
  stopListening();
  stopWatching();
  await deliveries.stop();
  await within(timings.patienceMs, consumer.close());
  ended.abort();
  client.disconnect();
  await pool.close();
}
