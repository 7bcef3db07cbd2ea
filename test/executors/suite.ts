// Suites for tests of executors: small runs, some of them long or poisoned, and what they leave in files.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Job, JobContext } from '../../src/experiment/batch/manifest.ts';
import { runJob } from '../../src/experiment/batch/runJob.ts';
import { specOfJob } from '../../src/experiment/batch/specOfJob.ts';
import { runId } from '../../src/experiment/canonical.ts';
import { readResult } from '../../src/experiment/result.ts';
import { runDirectoryOf, runFile } from '../../src/experiment/runDirectory.ts';
import { host } from '../helpers/host.ts';

/** A run of a few milliseconds. */
const base = {
  task: { type: 'addition', length: 10 },
  model: { layers: [{ type: 'elman', hiddenSize: 4 }] },
  training: { steps: 5, batchSize: 2 },
  evaluation: { every: 5, size: 4 },
};

/** Settings that make a run last a second or two on a fast machine, with checkpoints on the way. */
export const SLOW = {
  'training.steps': 150_000,
  'evaluation.every': 150_000,
  'metrics.every': 10_000,
  'checkpoint.every': 3000,
};

/** Settings that make a run last until it is ended. */
export const ENDLESS = {
  ...SLOW,
  'training.steps': 1_000_000_000,
  'evaluation.every': 1_000_000_000,
};

/** Settings of a run whose data are missing. */
export const WITHOUT_DATA = { task: { type: 'text', file: 'missing.txt', length: 8 } };

/** Settings of a run that diverges. */
export const DIVERGING = { 'training.optimizer.learningRate': 1e9, 'training.policy': [] };

/** What the runs of a test share. */
export function contextOf(directory: string, out: string): JobContext {
  return { out, base, dataDirectory: directory, weightsDirectory: directory };
}

/**
 * Makes jobs that differ by seed.
 * @param settings further settings, by place
 */
export function jobsOf(
  context: JobContext,
  count: number,
  settings: Readonly<Record<number, object>> = {},
): Job[] {
  return Array.from({ length: count }, (_, index) => {
    const job = {
      index,
      runId: '',
      name: `run-${index}`,
      labels: { seed: index + 1 },
      settings: { name: `run-${index}`, seed: index + 1, ...settings[index] },
    };
    return { ...job, runId: runId(specOfJob(context, job)) };
  });
}

/** Path of a job's result. */
export function resultPath(context: JobContext, { name, runId: id }: Job): string {
  return runFile(runDirectoryOf(context.out, name, id), 'result');
}

/** Gives the jobs that have no valid result yet. */
export async function openJobs(context: JobContext, jobs: readonly Job[]): Promise<Job[]> {
  const results = await Promise.all(
    jobs.map((job) => readResult(resultPath(context, job), job.runId)),
  );
  return jobs.filter((_, place) => !results[place]);
}

/** Hashes the result files of jobs, all of which must be there, in order. */
export async function hashOfResults(context: JobContext, jobs: readonly Job[]): Promise<string> {
  const hash = createHash('sha256');
  for (const job of jobs) hash.update(await readFile(resultPath(context, job)));
  return hash.digest('hex');
}

/** Runs jobs here, one after another, as the others are to come out. */
export async function runHere(context: JobContext, jobs: readonly Job[]): Promise<void> {
  const { signal } = new AbortController();
  for (const job of jobs) {
    const result = await runJob(context, job, { host, signal });
    if (result.type !== 'finished') throw new Error(`run-${job.index}: ${JSON.stringify(result)}`);
  }
}
