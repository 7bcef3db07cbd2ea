// Runs the jobs of a suite as job arrays of Slurm, and watches them from outside: files say what is
// done, the queue says what is still to come. What is in neither was lost and is submitted again. Needs
// no accounting; trusts no job id.
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExecuteOptions, type Executor, ExecutorError } from '../executor.ts';
import { type OpenRun, type RunWatch, watchRuns } from '../runWatch.ts';
import { createLossLedger } from './lossLedger.ts';
import { type QueueWatch, type Task, watchQueue } from './queueWatch.ts';
import { type Cluster, describeCluster } from './slurmCommands.ts';
import { checkRequest, type SlurmOptions, type SlurmPace, USUAL_PACE } from './slurmOptions.ts';
import {
  closeSubmission,
  readSubmissions,
  removeSubmission,
  type Submission,
} from './submission.ts';
import { submitRuns } from './submitRuns.ts';
import { lastWords } from './taskLog.ts';

/** How long tasks may take to end that were told to: KillWait and an epilog. */
const CANCELLING_MS = 120_000;

/** How long those may that have nothing to do; a controller that was killed may not know they ended. */
const ENDING_MS = 10_000;
const ASK_WHILE_ENDING_MS = 500;

/**
 * Makes an executor that submits to Slurm.
 * @throws ExecutorError for a value that must not get into a job script
 */
export function createSlurmExecutor(options: SlurmOptions): Executor {
  checkRequest(options.request);
  return {
    name: 'slurm',
    async execute(jobs, surroundings) {
      const runs = watchRuns(jobs, surroundings);
      await runs.look([]);
      if (runs.open.size === 0) return;
      const pace = { ...USUAL_PACE, ...options.pace };
      const cluster = await describeCluster();
      const queue = watchQueue(pace.patienceMs);
      const arrays = await findArrays(runs, cluster, queue, surroundings);
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

const directoriesOf = (submissions: Iterable<Submission>): string[] =>
  [...submissions].map(({ directory }) => directory);

/**
 * Finds what an earlier coordinator submitted, and takes its failures as told. What is not in the queue
 * any more is forgotten; of a suite that was edited since, other runs may wait, and are left alone.
 */
async function findArrays(
  runs: RunWatch,
  cluster: Cluster,
  queue: QueueWatch,
  { directory }: ExecuteOptions,
): Promise<Set<Submission>> {
  const submissions = await readSubmissions(directory, cluster.name);
  const arrays = submissions.filter(({ tasks }) =>
    tasks.some((runIds) => runIds.some((runId) => runs.open.has(runId))),
  );
  if (arrays.length === 0) return new Set();
  for (const submission of arrays) queue.add(submission);
  await queue.ask();
  await queue.ask();
  await runs.look(directoriesOf(arrays));
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

  function tellStarted(run: OpenRun | undefined, task: Task | undefined): void {
    if (!run?.hasBegun || !task || started.has(run.job.runId)) return;
    started.add(run.job.runId);
    const worker = `${task.submission.name}_${task.index}`;
    onEvent({ type: 'started', index: run.job.index, worker });
  }

  async function look(): Promise<void> {
    for (const runId of await runs.look(directoriesOf(arrays))) {
      tellStarted(runs.open.get(runId), queue.taskOf(runId));
    }
  }

  function settle(task: Task): void {
    const lost = openRunsOf(task);
    if (lost.length === 0) return;
    const { wasInterrupted, reason } = lastWords(task);
    for (const { job } of lost) started.delete(job.runId);
    for (const { runId, index, count, isGivenUp } of ledger.count(lost, wasInterrupted)) {
      if (isGivenUp) {
        toKeep.add(task.submission);
        runs.giveUp(runId, count, reason);
      } else onEvent({ type: 'retried', index, attempt: count, reason });
    }
  }

  async function submitUncovered(): Promise<void> {
    const uncovered = [...runs.open.values()].filter(({ job }) => !queue.taskOf(job.runId));
    if (uncovered.length === 0) return;
    for (const run of uncovered) ledger.noteSubmitted(run);
    const request = {
      jobs: uncovered.map(({ job }) => job),
      isSuspect: ({ runId }: { readonly runId: string }) => ledger.isSuspect(runId),
      cluster,
      options,
      surroundings,
    };
    for await (const submission of submitRuns(request)) {
      arrays.add(submission);
      queue.add(submission);
      if (signal.aborted) return;
    }
  }

  let nextAskMs = 0;
  while (runs.open.size > 0 && !signal.aborted) {
    if (performance.now() >= nextAskMs) {
      const { gone, running } = await queue.ask();
      await look(); // what a task wrote before it left the queue counts
      for (const task of running) tellStarted(openRunsOf(task)[0], task);
      for (const task of gone) settle(task);
      await submitUncovered();
      nextAskMs = performance.now() + pace.askMs;
    }
    await sleep(pace.lookMs, undefined, { signal }).catch(() => {});
    await look();
  }
  if (signal.aborted) await queue.cancel();
  const left = await waitForEnd(queue, pace, signal.aborted ? CANCELLING_MS : ENDING_MS);
  await look();
  if (left > 0) {
    // Nobody waits for what is left, such as the runs of a suite before it was edited.
    if (!signal.aborted) await queue.cancel();
    else throw new ExecutorError(`slurm: ${left} tasks have not ended after scancel; see squeue`);
  }
  for (const submission of arrays) {
    await (toKeep.has(submission) ? closeSubmission(submission) : removeSubmission(submission));
  }
}

/** Waits until no task is in the queue any more, but not for long; gives how many are left. */
async function waitForEnd(
  queue: QueueWatch,
  { askMs }: SlurmPace,
  limitMs: number,
): Promise<number> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    await queue.ask();
    if (queue.tasks.size === 0 || performance.now() > endMs) return queue.tasks.size;
    await sleep(Math.min(askMs, ASK_WHILE_ENDING_MS));
  }
}
