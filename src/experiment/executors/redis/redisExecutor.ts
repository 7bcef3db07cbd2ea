// Runs the jobs of a suite on whatever machines take them from a queue in Redis. The coordinator adds
// jobs, listens, and looks at files; workers go on without it, and the same command finds what they did.
import type { Job } from '../../batch/manifest.ts';
import { type ExecuteOptions, type Executor, ExecutorError } from '../executor.ts';
import { type RedisAddress, shownAddress } from './address.ts';
import { connectionOptions, inspectServer, KEY_PREFIX } from './connection.ts';
import { loadRedisLibraries, type RedisLibraries } from './libraries.ts';
import { createOpenJobs, type OpenJobs } from './openJobs.ts';
import { createOutageTeller } from './outage.ts';
import { openQueue, type QueueAccess } from './queueAccess.ts';
import { checkQueueName } from './queueName.ts';
import { REDIS_TIMINGS, type RedisTimings } from './timings.ts';
import { untilAborted, within } from './within.ts';

/** Which queue of which server. */
export interface RedisExecutorOptions {
  readonly address: RedisAddress;
  /** Name of the queue, as workers give it to `--queue`. */
  readonly queue: string;
  /** Called with a line for what goes wrong and may come right again. */
  readonly onWarning: (message: string) => void;
  readonly timings?: RedisTimings;
}

/** Sleeps until it is woken or a time has passed. */
interface Alarm {
  wake(): void;
  /** @param ms longest sleep; none if it was woken since the last one */
  sleep(ms: number): Promise<void>;
}

function createAlarm(): Alarm {
  let isDue = false;
  let ring = () => {};
  return {
    wake() {
      isDue = true;
      ring();
    },
    async sleep(ms) {
      if (!isDue) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          ring = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isDue = false;
    },
  };
}

/** Listens to what happens in the queue; returns what ends it. */
function listen(
  { bullmq }: RedisLibraries,
  { address, queue }: RedisExecutorOptions,
  fromMs: number,
  open: OpenJobs,
  alarm: Alarm,
): () => Promise<void> {
  const ended = new AbortController();
  const events = new bullmq.QueueEvents(queue, {
    connection: connectionOptions(address, ended.signal),
    prefix: KEY_PREFIX,
    skipVersionCheck: true,
    lastEventId: `${fromMs - 1}`,
  });
  events.on('error', () => {}); // told by the queue
  events.on('progress', ({ jobId, data }) => open.handleNews(jobId, data));
  events.on('completed', ({ jobId, returnvalue }) => {
    open.handleEnd(jobId, returnvalue);
    alarm.wake();
  });
  events.on('failed', ({ jobId }) => {
    open.handleFailure(jobId);
    alarm.wake();
  });
  return () => {
    ended.abort();
    return events.close();
  };
}

/** Takes jobs back, and waits until no worker has one of them. */
async function takeBack(
  open: OpenJobs,
  queue: QueueAccess,
  work: Promise<void>,
  alarm: Alarm,
  { pollMs, patienceMs }: RedisTimings,
  shown: string,
): Promise<void> {
  const answered = async (question: Promise<unknown>) => {
    if (await within(patienceMs, question)) return;
    throw new ExecutorError(`Redis at ${shown} does not answer: workers may go on with the jobs`);
  };
  await answered(work); // it may be adding jobs
  await answered(queue.cancel(open.ids()));
  for (let left = open.ids(); ; ) {
    let gone: boolean[] = [];
    await answered(
      queue.remove(left).then((answer) => {
        gone = answer;
      }),
    );
    left = left.filter((_, index) => !gone[index]);
    if (left.length === 0) break;
    await alarm.sleep(pollMs);
  }
  await open.settleAll(open.ids());
}

/**
 * Makes the executor of a queue.
 * @throws ConfigurationError if the queue has no allowed name
 */
export function createRedisExecutor(options: RedisExecutorOptions): Executor {
  const { address, onWarning, timings = REDIS_TIMINGS } = options;
  const name = checkQueueName(options.queue);
  const shown = shownAddress(address);

  async function execute(jobs: readonly Job[], execution: ExecuteOptions): Promise<void> {
    const { signal } = execution;
    const distinct = [...new Map(jobs.map((job) => [job.runId, job])).values()];
    if (distinct.length === 0) return;
    const libraries = await loadRedisLibraries();
    const server = await inspectServer(libraries, address);
    for (const warning of server.warnings) onWarning(warning);
    const alarm = createAlarm();
    let isSweepDue = false;
    const outage = createOutageTeller(shown, onWarning);
    const onReady = () => {
      outage.onReady();
      isSweepDue = true; // what comes back may have lost everything
      alarm.wake();
    };
    const queue = openQueue(libraries, address, name, timings, { ...outage, onReady });
    const open = createOpenJobs(distinct, queue, execution, timings.visibilityMs);
    signal.addEventListener('abort', alarm.wake);
    let stopListening = async () => {};
    let work: Promise<void> = Promise.resolve();
    const unlessAborted = (promise: Promise<void>) => {
      work = promise;
      return untilAborted(signal, promise);
    };
    try {
      await open.settleAll(open.ids());
      if (signal.aborted || open.ids().length === 0) return;
      stopListening = listen(libraries, options, server.timeMs, open, alarm);
      await unlessAborted(open.add());
      if (!(await queue.hasWorkers())) {
        onWarning(
          `no worker listens to the queue ${name} yet: rnn worker --queue ${name} starts one`,
        );
      }
      let sweptMs = performance.now();
      isSweepDue = false;
      while (!signal.aborted && open.ids().length > 0) {
        await alarm.sleep(timings.pollMs);
        await unlessAborted(open.settle());
        if (!isSweepDue && performance.now() - sweptMs < timings.sweepMs) continue;
        isSweepDue = false;
        await unlessAborted(open.sweep());
        sweptMs = performance.now();
      }
      if (signal.aborted) await takeBack(open, queue, work, alarm, timings, shown);
    } finally {
      signal.removeEventListener('abort', alarm.wake);
      await within(timings.patienceMs, stopListening());
      await queue.close();
    }
  }

  return { name: 'redis', execute };
}
