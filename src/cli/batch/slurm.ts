// The Slurm executor as the command line asks for it.

import { fileURLToPath } from 'node:url';
import { type Executor, ExecutorError } from '../../experiment/executors/executor.ts';
import type { SlurmRequest } from '../../experiment/executors/slurm/jobScript.ts';
import { createSlurmExecutor } from '../../experiment/executors/slurm/slurmExecutor.ts';
import { checkRequest, REQUEST_NAMES } from '../../experiment/executors/slurm/slurmOptions.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { readWhole } from '../options.ts';
import type { ExecutorRequest } from './executorRequest.ts';

const MOST_RUNS_PER_TASK = 1_000_000;

/** This program, as a task starts it: the cluster's machines find it at the same path. */
const PROGRAM = fileURLToPath(new URL('../../../bin/rnn.js', import.meta.url));

/**
 * Makes the executor.
 * @throws CliError with exit code 2 for a number of runs per task that cannot be
 * @throws CliError with exit code 2 too for a value that must not get into a job script
 */
export async function makeSlurmExecutor({
  options,
  kernels,
  meanRunMs,
}: ExecutorRequest): Promise<Executor> {
  const given = REQUEST_NAMES.flatMap((name) =>
    options[name] === undefined ? [] : [[name, String(options[name])] as const],
  );
  const size = await sizeOf(options.runsPerTask, meanRunMs);
  const request: SlurmRequest = Object.fromEntries(given);
  checkOptions(request);
  return createSlurmExecutor({
    request,
    program: [process.execPath, PROGRAM],
    ...size,
    ...(kernels === undefined ? {} : { kernels }),
  });
}

/** A value that sbatch must not see is a wrong argument, not an engine that fails. */
function checkOptions(request: SlurmRequest): void {
  try {
    checkRequest(request);
  } catch (error) {
    if (!(error instanceof ExecutorError)) throw error;
    throw new CliError(exitCodes.usage, error.message);
  }
}

/** How many runs a task does: as many as asked for, or as fit into the time a task should take. */
async function sizeOf(
  runsPerTask: unknown,
  meanRunMs: ExecutorRequest['meanRunMs'],
): Promise<{ readonly runsPerTask?: number; readonly runMs?: number }> {
  if (runsPerTask !== undefined) {
    return { runsPerTask: readWhole('--runs-per-task', runsPerTask, 1, MOST_RUNS_PER_TASK) };
  }
  const runMs = await meanRunMs();
  return runMs === undefined ? {} : { runMs };
}
