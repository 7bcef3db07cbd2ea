// Submits runs: divided among tasks, the tasks among arrays that the cluster takes.
import type { Job } from '../../batch/manifest.ts';
import type { ExecuteOptions } from '../executor.ts';
import { divideRuns, runsPerTask } from './division.ts';
import { directivesOf, type JobScript, jobScriptText } from './jobScript.ts';
import { type Cluster, submit } from './slurmCommands.ts';
import type { SlurmOptions } from './slurmOptions.ts';
import {
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
  readonly jobs: readonly Job[];
  /** Tells whether a job gets a task of its own. */
  readonly isSuspect: (job: Job) => boolean;
  readonly cluster: Cluster;
  readonly options: SlurmOptions;
  readonly surroundings: ExecuteOptions;
}

/**
 * Submits jobs.
 * @returns an iterator over the arrays, each as soon as it is submitted
 * @throws ExecutorError where sbatch refuses, or a path must not get into a job script
 * @throws FileError where the suite's directory cannot be written
 */
export async function* submitRuns(request: SubmitRequest): AsyncGenerator<Submission> {
  const { jobs, isSuspect, cluster, options, surroundings } = request;
  const size = options.runsPerTask ?? runsPerTask(jobs.length, options.runMs);
  for (const plan of divideRuns(jobs, isSuspect, size, cluster.maxArraySize)) {
    const submission = nameSubmission(surroundings.directory, plan);
    const script = scriptOf(submission, options, surroundings);
    const text = jobScriptText(script);
    await recordSubmission(submission, plan.runs, surroundings.context, text, cluster.name);
    const directives = directivesOf(script);
    const argv = SAID_TWICE.map((name) => `--${name}=${directives[name]}`);
    const jobId = await submit([...argv, scriptFile(submission)]);
    const submittedAt = new Date().toISOString();
    await noteSubmission(submission, { cluster: cluster.name, jobId, submittedAt });
    yield submission;
  }
}

function scriptOf(
  { name, directory, tasks, runsPerTask: count }: Submission,
  { request, program, kernels }: SlurmOptions,
  { context, attempts, timeLimitMs, repair = false }: ExecuteOptions,
): JobScript {
  const limit = timeLimitMs === undefined ? [] : ['--time-limit', `${timeLimitMs / 1000}s`];
  const again = repair ? ['--retry-failed'] : [];
  const chunkOptions = ['--out', context.out, '--count', String(count), ...again];
  return {
    name,
    taskCount: tasks.length,
    directory,
    request,
    program,
    ...(kernels === undefined ? {} : { kernels }),
    chunkOptions: [...chunkOptions, '--attempts', String(attempts), ...limit, '--json'],
  };
}
