// The jobs a coordinator still waits for. News from Redis says where to look; files say what is done;
// what neither has is added again. Nothing here waits: whoever calls decides when to look.
import { setImmediate as turn } from 'node:timers/promises';
import type { Job } from '../../batch/manifest.ts';
import { isRepairable, reasonInSuite } from '../../batch/repair.ts';
import { runDirectoryOf } from '../../runDirectory.ts';
import type { ExecuteOptions } from '../executor.ts';
import { readFinishedRun } from './finishedRun.ts';
import { payloadOf } from './payload.ts';
import type { QueueAccess } from './queueAccess.ts';
import { type DeliveryEnd, type JobNews, readDeliveryEnd, readNews } from './reports.ts';

/** Jobs that are neither finished nor failed. */
export interface OpenJobs {
  /** Their run ids. */
  ids(): string[];
  /** Adds them to the queue, in place of what is left there of failures that were told before. */
  add(): Promise<void>;
  /** Takes news of a running job. */
  handleNews(runId: string, data: unknown): void;
  /** Takes that a delivery ended without failing. */
  handleEnd(runId: string, data: unknown): void;
  /** Takes that a job failed for good. */
  handleFailure(runId: string): void;
  /** Looks at the files of those that something was told of. */
  settle(): Promise<void>;
  /** Looks at the files of some, whatever was told. */
  settleAll(runIds: readonly string[]): Promise<void>;
  /** Compares all with what Redis knows, and adds those that it has lost. */
  sweep(): Promise<void>;
}

/** What is known of one of them. */
interface OpenJob {
  readonly job: Job;
  /** Attempts that failed before it was added last, and since. */
  attemptsBefore: number;
  attemptsSince: number;
  hasFailed: boolean;
  /** What a worker says it came to, and when that was heard. */
  end: (DeliveryEnd & { readonly heardMs: number }) | null;
}

/** Files looked at, at a time. */
const AT_A_TIME = 64;

/**
 * Makes the ledger of an execution.
 * @param jobs distinct jobs
 * @param visibilityMs how long a shared file system may hide a new file
 */
export function createOpenJobs(
  jobs: readonly Job[],
  queue: QueueAccess,
  { context, attempts: limit, timeLimitMs, repair = false, onEvent }: ExecuteOptions,
  visibilityMs: number,
): OpenJobs {
  const open = new Map<string, OpenJob>(
    jobs.map((job) => [
      job.runId,
      { job, attemptsBefore: 0, attemptsSince: 0, hasFailed: false, end: null },
    ]),
  );
  const told = new Set<string>();

  function fail({ job, attemptsBefore }: OpenJob, attempts: number, reason: string): void {
    open.delete(job.runId);
    onEvent({ type: 'failed', index: job.index, attempts: attemptsBefore + attempts, reason });
  }

  /** Says what is wrong with what a worker reports; null while it may still come right. */
  function contradiction({ job, end }: OpenJob, found: string | null): string | null {
    if (!end?.resultSha256) return null;
    const directory = runDirectoryOf(context.out, job.name, job.runId);
    if (found !== null) {
      if (found === end.resultSha256) return null;
      return (
        `${directory} holds the result ${found}, ${end.worker} came to ${end.resultSha256}: one of ` +
        'the machines computes wrongly; rnn doctor checks each'
      );
    }
    if (performance.now() - end.heardMs < visibilityMs) return null;
    return (
      `${end.worker} reports a result, but there is none in ${directory}: the workers' --out ` +
      'must be the same shared directory as here'
    );
  }

  async function add(some: readonly OpenJob[]): Promise<void> {
    for (const one of some) {
      one.attemptsBefore += one.attemptsSince;
      one.attemptsSince = 0;
      one.end = null;
    }
    await queue.add(
      some.map(({ job, attemptsBefore }) => ({
        payload: payloadOf(context, job, { timeLimitMs, repair }),
        attempts: Math.max(1, limit - attemptsBefore),
      })),
    );
  }

  async function look(one: OpenJob): Promise<void> {
    const { job } = one;
    const failure = one.hasFailed ? await queue.failureOf(job.runId) : null;
    one.hasFailed = false;
    if (failure?.isFinal) {
      fail(one, failure.attempts, failure.reason);
      await queue.remove([job.runId]);
      return;
    }
    const found = await readFinishedRun(context, job).catch((error: Error) => error);
    // A worker mends it; what is still damaged once one has ended stays so.
    const isToRepair = repair && isRepairable(found) && !one.end?.resultSha256 && failure === null;
    if (isToRepair) return;
    if (found instanceof Error) fail(one, 1, reasonInSuite(found));
    else {
      const wrong = contradiction(one, found?.resultSha256 ?? null);
      if (wrong !== null) fail(one, 1, wrong);
      else if (found) {
        const { outcome, step, durationMs } = found;
        open.delete(job.runId);
        onEvent({ type: 'finished', index: job.index, outcome, step, durationMs });
      } else if (failure) fail(one, failure.attempts, failure.reason);
      else if (one.end?.resultSha256)
        told.add(job.runId); // not to be seen yet
      else return;
    }
    if (failure) await queue.remove([job.runId]);
  }

  async function settleAll(runIds: readonly string[]): Promise<void> {
    for (let from = 0; from < runIds.length; from += AT_A_TIME) {
      const some = runIds.slice(from, from + AT_A_TIME).flatMap((id) => open.get(id) ?? []);
      await Promise.all(some.map(look));
      await turn();
    }
  }

  const hear = (runId: string, take: (one: OpenJob) => void) => {
    const one = open.get(runId);
    if (!one) return;
    take(one);
    told.add(runId);
  };

  const takeNews: {
    [Type in JobNews['type']]: (one: OpenJob, news: Extract<JobNews, { type: Type }>) => void;
  } = {
    started: ({ job: { index } }, news) => onEvent({ ...news, index }),
    progress: ({ job: { index } }, news) => onEvent({ ...news, index }),
    warning: ({ job: { index } }, news) => onEvent({ ...news, index }),
    retried(one, news) {
      one.attemptsSince = news.attempt;
      const attempt = one.attemptsBefore + news.attempt;
      onEvent({ ...news, index: one.job.index, attempt });
    },
  };

  return {
    ids: () => [...open.keys()],
    async add() {
      const all = [...open.values()];
      const places = await queue.look(all.map(({ job }) => job.runId));
      const failed = all.filter((_, index) => places[index] === 'failed');
      await queue.remove(failed.map(({ job }) => job.runId));
      await add(all);
    },
    handleNews(runId, data) {
      const one = open.get(runId);
      const news = readNews(data);
      if (one && news) takeNews[news.type](one, news as never);
    },
    handleEnd: (runId, data) =>
      hear(runId, (one) => {
        const end = readDeliveryEnd(data);
        one.end = end && { ...end, heardMs: performance.now() };
      }),
    handleFailure: (runId) =>
      hear(runId, (one) => {
        one.hasFailed = true;
      }),
    async settle() {
      const some = [...told];
      told.clear();
      await settleAll(some);
    },
    settleAll,
    async sweep() {
      const all = [...open.values()].filter(({ end }) => !end?.resultSha256);
      const places = await queue.look(all.map(({ job }) => job.runId));
      for (const [index, one] of all.entries()) {
        if (places[index] === 'failed') one.hasFailed = true;
      }
      const due = all.filter((_, index) => places[index] !== 'open');
      await settleAll(due.map(({ job }) => job.runId));
      const lost = all.filter(
        ({ job }, index) => places[index] === 'missing' && open.has(job.runId),
      );
      if (lost.length > 0) await add(lost);
    },
  };
}
