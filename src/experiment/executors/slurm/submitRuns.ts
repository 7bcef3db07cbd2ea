// Submits runs: divided among tasks, the tasks among arrays that the cluster takes.
import type { ExecuteOptions } from '../executor.ts';
import { divideRuns, runsPerTask, slices } from './division.ts';
import { directivesOf, type JobScript, jobScriptText } from './jobScript.ts';
import { type Cluster, submit } from './slurmCommands.ts';
import type { SlurmOptions } from './slurmOptions.ts';
import {
  listFile,
  nameSubmission,
  noteSubmission,
  recordSubmission,
  type Submission,
  scriptFile,
} from './submission.ts';

/** What the environment could say otherwise, SBATCH_EXPORT for one: arguments outrank it. */
const SAID_TWICE = ['job-name', 'array', 'export', 'output'] as const;

/** Who submits what. */
export interface SubmitRequest {
  readonly runIds: readonly string[];
  /** Tells whether a run gets a task of its own. */
  readonly isSuspect: (runId: string) => boolean;
  readonly cluster: Cluster;
  readonly options: SlurmOptions;
  readonly surroundings: ExecuteOptions;
}

/**
 * Submits runs.
 * @returns an iterator over the arrays, each as soon as it is submitted
 * @throws ExecutorError where sbatch refuses, or a path must not get into a job script
 * @throws FileError where the suite's directory cannot be written
 */
export async function* submitRuns(request: SubmitRequest): AsyncGenerator<Submission> {
  const { runIds, isSuspect, cluster, options, surroundings } = request;
  const size = options.runsPerTask ?? runsPerTask(runIds.length, options.runMs);
  const tasks = divideRuns(runIds, isSuspect, size);
  for (const part of slices(tasks, cluster.maxArraySize)) {
    const submission = nameSubmission(surroundings.directory, part);
    const script = scriptOf(submission, options, surroundings);
    const text = jobScriptText(script);
    await recordSubmission(submission, text, cluster.name);
    const directives = directivesOf(script);
    const argv = SAID_TWICE.map((name) => `--${name}=${directives[name]}`);
    const jobId = await submit([...argv, scriptFile(submission)]);
    const submittedAt = new Date().toISOString();
    await noteSubmission(submission, { cluster: cluster.name, jobId, submittedAt });
    yield submission;
  }
}

function scriptOf(
  submission: Submission,
  { request, program }: SlurmOptions,
  { directory, attempts, timeLimitMs }: ExecuteOptions,
): JobScript {
  const limit = timeLimitMs === undefined ? [] : ['--max-time', `${timeLimitMs / 1000}s`];
  return {
    name: submission.name,
    taskCount: submission.tasks.length,
    suiteDirectory: directory,
    directory: submission.directory,
    list: listFile(submission),
    request,
    program,
    chunkOptions: ['--attempts', String(attempts), ...limit],
  };
}
