// The queue as a coordinator uses it: adds jobs, looks what Redis knows of them, takes them back. What
// happens to them is told by queueNews; nothing here decides whether a run is finished.
import { ExecutorError } from '../executor.ts';
import type { RedisAddress } from './address.ts';
import { cancelJobs, forgetCancelled } from './cancellation.ts';
import { connectionOptions, KEY_PREFIX, reasonOf } from './connection.ts';
import type { RedisLibraries } from './libraries.ts';
import type { OutageTeller } from './outage.ts';
import type { JobPayload } from './payload.ts';
import { MOST_STALLS, type RedisTimings } from './timings.ts';
import { within } from './within.ts';

/** A job as it is added. */
export interface QueuedJob {
  readonly payload: JobPayload;
  /** Attempts that are left. */
  readonly attempts: number;
}

/** Where Redis has a job. */
export type JobPlace = 'missing' | 'failed' | 'open';

/** Why a job failed for good. */
export interface JobFailure {
  readonly reason: string;
  /** Attempts made since it was added. */
  readonly attempts: number;
  /** Whether it failed in a way that no attempt can mend, rather than once too often. */
  readonly isFinal: boolean;
}

/** A queue; owns its connections. Operations wait for a Redis that is away. */
export interface QueueAccess {
  /** Adds jobs; those that are there already stay as they are. */
  add(jobs: readonly QueuedJob[]): Promise<void>;
  /** Looks where jobs are, in their order. */
  look(runIds: readonly string[]): Promise<JobPlace[]>;
  /** Says why a job failed; null if it has not, or is not known any more. */
  failureOf(runId: string): Promise<JobFailure | null>;
  /**
   * Takes jobs out, wherever they are, unless a worker has them.
   * @returns for each whether it is gone
   */
  remove(runIds: readonly string[]): Promise<boolean[]>;
  /** Tells workers to end jobs. */
  cancel(runIds: readonly string[]): Promise<void>;
  /** Whether any worker listens; true where the server does not say. */
  hasWorkers(): Promise<boolean>;
  /** Ends the connections. */
  close(): Promise<void>;
}

/** Jobs that one command carries. */
const PIECE = 500;

/** BullMQ's words for a job that lost its workers too often. */
const STALLED = 'job stalled more than allowable limit';

/** Failed jobs wait this long, in seconds, for a coordinator that comes back. */
const KEEP_FAILED_SECONDS = 7 * 24 * 3600;

function pieces<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / PIECE);
  return Array.from({ length: count }, (_, piece) =>
    items.slice(piece * PIECE, (piece + 1) * PIECE),
  );
}

/**
 * Opens a queue.
 * @param name an allowed name of a queue
 */
export function openQueue(
  { bullmq, ioredis }: RedisLibraries,
  address: RedisAddress,
  name: string,
  { backoffMs, patienceMs }: Pick<RedisTimings, 'backoffMs' | 'patienceMs'>,
  { onError, onReady }: OutageTeller,
): QueueAccess {
  const ended = new AbortController();
  const client = new ioredis.Redis(connectionOptions(address, ended.signal));
  const queue = new bullmq.Queue<JobPayload>(name, {
    connection: connectionOptions(address, ended.signal),
    prefix: KEY_PREFIX,
    skipVersionCheck: true, // done by inspectServer; BullMQ would write to our standard error
    defaultJobOptions: {
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: true,
      removeOnFail: { age: KEEP_FAILED_SECONDS },
      stackTraceLimit: 0,
    },
  });
  const tell = (error: unknown) => onError(reasonOf(address, error));
  client.on('error', tell);
  client.on('ready', onReady);
  queue.on('error', () => {}); // the client meets the same
  return {
    async add(jobs) {
      await forgetCancelled(
        client,
        name,
        jobs.map(({ payload }) => payload.runId),
      );
      for (const piece of pieces(jobs)) {
        await queue.addBulk(
          piece.map(({ payload, attempts }) => ({
            name: payload.name,
            data: payload,
            opts: { jobId: payload.runId, attempts },
          })),
        );
      }
    },
    async look(runIds) {
      const places: JobPlace[] = [];
      for (const piece of pieces(runIds)) {
        const pipeline = client.pipeline();
        for (const runId of piece) {
          pipeline.exists(queue.toKey(runId)).zscore(queue.toKey('failed'), runId);
        }
        const answers = ((await pipeline.exec()) ?? []).map(([error, answer]) => {
          if (error) throw new ExecutorError(reasonOf(address, error));
          return answer;
        });
        for (const [index] of piece.entries()) {
          const isFailed = answers[2 * index + 1] !== null;
          if (answers[2 * index] !== 1) places.push('missing');
          else places.push(isFailed ? 'failed' : 'open');
        }
      }
      return places;
    },
    async failureOf(runId) {
      const job = await queue.getJob(runId);
      if (!job || !(await job.isFailed())) return null;
      const { failedReason, attemptsMade, opts } = job;
      const isStalled = failedReason === STALLED;
      return {
        reason: isStalled ? `its worker was lost ${MOST_STALLS + 1} times` : failedReason,
        attempts: Math.max(1, attemptsMade),
        isFinal: !isStalled && attemptsMade < (opts.attempts ?? 1),
      };
    },
    async remove(runIds) {
      const gone: boolean[] = [];
      for (const piece of pieces(runIds)) {
        const removed = await Promise.all(piece.map((runId) => queue.remove(runId)));
        gone.push(...removed.map((answer) => answer === 1));
      }
      return gone;
    },
    cancel: (runIds) => cancelJobs(client, name, runIds),
    async hasWorkers() {
      return queue.getWorkersCount().then(
        (count) => count > 0,
        () => true,
      );
    },
    async close() {
      ended.abort();
      client.disconnect();
      await within(patienceMs, queue.close());
    },
  };
}
