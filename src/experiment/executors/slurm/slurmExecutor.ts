// Runs the jobs of a suite as job arrays of Slurm, and watches them from outside: files say what is
// done, the queue says what is still to come. What is in neither was lost and is submitted again. Needs
// no accounting; trusts no job id.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../batch/manifest.ts';
import type { ExecuteOptions, Executor } from '../executor.ts';
import { ExecutorError } from '../executor.ts';
import { type OpenRun, type RunWatch, watchRuns } from '../runWatch.ts';
import { createLossLedger } from './lossLedger.ts';
import { type QueueWatch, type Task, watchQueue } from './queueWatch.ts';
import { type Cluster, describeCluster } from './slurmCommands.ts';
import { checkRequest, type SlurmOptions, type SlurmPace, USUAL_PACE } from './slurmOptions.ts';
import { readSubmissions, removeSubmission, type Submission } from './submission.ts';
import { submitRuns } from './submitRuns.ts';
import { lossReason } from './taskLog.ts';

/** How long tasks may take to end once they have nothing to do: KillWait and an epilog. */
const ENDING_MS = 120_000;
const LOOK_WHILE_ENDING_MS = 500;

/**
 * Makes an executor that submits to Slurm.
 * @throws ExecutorError for a value that must not get into a job script
 */
export function createSlurmExecutor(options: SlurmOptions): Executor {
  checkRequest(options.request);
  const pace = { ...USUAL_PACE, ...options.pace };
  return {
    name: 'slurm',
    async execute(jobs, surroundings) {
      const runs = watchRuns(jobs, surroundings);
      await runs.look();
      if (runs.open.size === 0) return;
      const cluster = await describeCluster();
      const queue = watchQueue(pace.patienceMs);
      const arrays = await findArrays(jobs, cluster, queue, surroundings);
      await coordinate({ runs, queue, arrays, cluster, pace, options, surroundings });
    },
  };
}

/** What a coordination works with. */
interface Coordination {
  readonly runs: RunWatch;
  readonly queue: QueueWatch;
  /** What was submitted, by this coordinator or an earlier one. */
  readonly arrays: Set<Submission>;
  readonly cluster: Cluster;
  readonly pace: SlurmPace;
  readonly options: SlurmOptions;
  readonly surroundings: ExecuteOptions;
}

/** Finds what an earlier coordinator submitted; forgets what is not in the queue any more. */
async function findArrays(
  jobs: readonly Job[],
  cluster: Cluster,
  queue: QueueWatch,
  { directory }: ExecuteOptions,
): Promise<Set<Submission>> {
  const ours = new Set(jobs.map(({ runId }) => runId));
  const submissions = await readSubmissions(directory, cluster.name);
  // A suite that was edited since may have jobs that are not of it any more: they are left alone.
  const arrays = submissions.filter(({ tasks }) => tasks.flat().some((runId) => ours.has(runId)));
  for (const submission of arrays) queue.add(submission);
  if (arrays.length > 0) {
    await queue.ask();
    await queue.ask();
  }
  const alive = new Set([...queue.tasks].map(({ submission }) => submission));
  for (const submission of arrays) if (!alive.has(submission)) await removeSubmission(submission);
  return alive;
}

async function coordinate(coordination: Coordination): Promise<void> {
  const { runs, queue, arrays, cluster, pace, options, surroundings } = coordination;
  const { attempts, signal, onEvent } = surroundings;
  const ledger = createLossLedger(attempts);
  const started = new Set<string>();
  const toKeep = new Set<Submission>();

  const openRunsOf = ({ runIds }: Task): OpenRun[] =>
    runIds.flatMap((runId) => runs.open.get(runId) ?? []);

  function tellStarted(task: Task, worker: string): void {
    for (const { job, hasBegun } of openRunsOf(task)) {
      if (!hasBegun || started.has(job.runId)) continue;
      started.add(job.runId);
      onEvent({ type: 'started', index: job.index, worker });
    }
  }

  function settle(task: Task): void {
    const lost = openRunsOf(task);
    if (lost.length === 0) return;
    const reason = lossReason(task);
    for (const { runId, index, count, isGivenUp } of ledger.count(lost)) {
      started.delete(runId);
      if (isGivenUp) {
        toKeep.add(task.submission);
        runs.giveUp(runId, count, reason);
      } else onEvent({ type: 'retried', index, attempt: count, reason });
    }
  }

  async function submitUncovered(): Promise<void> {
    const covered = new Set([...queue.tasks].flatMap(({ runIds }) => runIds));
    const runIds = [...runs.open.keys()].filter((runId) => !covered.has(runId));
    if (runIds.length === 0) return;
    for (const runId of runIds) {
      const run = runs.open.get(runId);
      if (run) ledger.noteSubmitted(run);
    }
    const { isSuspect } = ledger;
    for await (const submission of submitRuns({
      runIds,
      isSuspect,
      cluster,
      options,
      surroundings,
    })) {
      arrays.add(submission);
      queue.add(submission);
      if (signal.aborted) return;
    }
  }

  let nextAskMs = 0;
  while (runs.open.size > 0 && !signal.aborted) {
    if (performance.now() >= nextAskMs) {
      const { gone, running } = await queue.ask();
      await runs.look(); // what a task wrote before it left the queue counts
      for (const [task, node] of running) tellStarted(task, node);
      for (const task of gone) settle(task);
      await submitUncovered();
      nextAskMs = performance.now() + pace.askMs;
    }
    await sleep(pace.lookMs, undefined, { signal }).catch(() => {});
    await runs.look();
  }
  if (signal.aborted) await queue.cancel();
  const left = await waitForEnd(queue, pace);
  await runs.look();
  if (left > 0) {
    // Of a suite that was edited meanwhile there may be jobs in the queue that nobody waits for.
    if (!signal.aborted) await queue.cancel();
    else throw new ExecutorError(`slurm: ${left} tasks have not ended after scancel; see squeue`);
  }
  for (const submission of arrays) if (!toKeep.has(submission)) await removeSubmission(submission);
}

/** Waits until no task is in the queue any more, or for as long as a task may take to end. */
async function waitForEnd(queue: QueueWatch, { askMs }: SlurmPace): Promise<number> {
  const endMs = performance.now() + ENDING_MS;
  for (;;) {
    await queue.ask();
    if (queue.tasks.size === 0 || performance.now() > endMs) return queue.tasks.size;
    await sleep(Math.min(askMs, LOOK_WHILE_ENDING_MS));
  }
}
