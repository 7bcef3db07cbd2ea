// Which tasks of submitted arrays still wait or run. A task counts as gone only when two answers of the
// queue in a row leave it out: results on a shared file system may show a little later than the queue.
import { ExecutorError } from '../executor.ts';
import { cancelJobs, cancelTasks, type QueuedTask, queuedTasks } from './slurmCommands.ts';
import type { Submission } from './submission.ts';

/** A task of a submission. */
export interface Task {
  readonly submission: Submission;
  /** Place in the array. */
  readonly index: number;
  readonly runIds: readonly string[];
}

/** Watches the tasks of submissions. */
export interface QueueWatch {
  /** Tasks that are not known to be gone. */
  readonly tasks: ReadonlySet<Task>;
  /** The last task of these that is to do a run. */
  taskOf(runId: string): Task | undefined;
  /** Adds a submission. */
  add(submission: Submission): void;
  /**
   * Asks the queue.
   * @returns tasks that have gone since the last time, and those that run
   * @throws ExecutorError where the queue has not answered for longer than the patience lasts
   */
  ask(): Promise<{ readonly gone: readonly Task[]; readonly running: readonly Task[] }>;
  /**
   * Takes all jobs out of the queue.
   * @throws ExecutorError where that cannot be asked for
   */
  cancel(): Promise<void>;
}

/**
 * Watches tasks.
 * @param patienceMs how long the queue may give no answer, as during a restart of its controller
 */
export function watchQueue(patienceMs: number): QueueWatch {
  const tasks = new Set<Task>();
  const missed = new Set<Task>();
  const byRun = new Map<string, Task>();
  let silentSinceMs: number | null = null;

  const names = () => [...new Set([...tasks].map(({ submission }) => submission.name))];

  async function answer(): Promise<readonly QueuedTask[] | null> {
    const queued = await queuedTasks(names());
    if ('tasks' in queued) {
      silentSinceMs = null;
      return queued.tasks;
    }
    const nowMs = performance.now();
    silentSinceMs ??= nowMs;
    if (nowMs - silentSinceMs <= patienceMs) return null;
    throw new ExecutorError(
      `slurm: squeue has not answered for ${Math.round(patienceMs / 60_000)} min: ` +
        `${queued.silence}; jobs on the cluster go on, and the same command finds them again`,
    );
  }

  return {
    tasks,
    taskOf(runId) {
      const task = byRun.get(runId);
      return task && tasks.has(task) ? task : undefined;
    },
    add(submission) {
      submission.tasks.forEach((runIds, index) => {
        const task = { submission, index, runIds };
        tasks.add(task);
        for (const runId of runIds) byRun.set(runId, task);
      });
    },
    async ask() {
      const gone: Task[] = [];
      const running: Task[] = [];
      const queued = tasks.size === 0 ? [] : await answer();
      if (queued === null) return { gone, running };
      // A held task would wait for ever: it is taken out, and its runs are submitted again.
      await cancelTasks(queued.filter(({ isHeld }) => isHeld));
      const waiting = queued.filter(({ isHeld }) => !isHeld);
      const byPlace = new Map(waiting.map((task) => [`${task.name} ${task.index}`, task]));
      for (const task of tasks) {
        const found = byPlace.get(`${task.submission.name} ${task.index}`);
        if (found) {
          missed.delete(task);
          if (found.isRunning) running.push(task);
        } else if (missed.has(task)) {
          missed.delete(task);
          tasks.delete(task);
          gone.push(task);
        } else {
          missed.add(task);
        }
      }
      return { gone, running };
    },
    async cancel() {
      if (tasks.size > 0) await cancelJobs(names());
    },
  };
}
