// Suites for tests as data: jobs, results as runs would leave them, and their files.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, Label } from '../../src/experiment/batch/manifest.ts';
import type {
  FinishedJob,
  SuiteResults,
  SuiteRunState,
} from '../../src/experiment/batch/results.ts';
import { type RunResult, resultText } from '../../src/experiment/result.ts';
import { runDirectoryOf } from '../../src/experiment/runDirectory.ts';
import type { Evaluation } from '../../src/training/events.ts';

/** 64 hex digits that belong to a text. */
export const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A job with labels; its id follows from its place. */
export function jobAt(index: number, labels: Readonly<Record<string, Label>>): Job {
  return { index, runId: idOf(`run ${index}`), name: 'mine', labels, settings: {} };
}

/** The last evaluation of a run. */
export const evaluationOf = (
  loss: number,
  error: number | null = null,
  split: Evaluation['split'] = 'test',
): Evaluation => ({
  split,
  loss,
  error,
  count: 100,
});

/** A finished run. */
export function finishedJob(
  outcome: FinishedJob['outcome'],
  step: number,
  loss: number | null,
  error: number | null = null,
): FinishedJob {
  const evaluation = loss === null ? null : evaluationOf(loss, error);
  const resultSha256 = idOf(`${outcome} ${step} ${loss} ${error}`);
  const validation = loss === null ? null : evaluationOf(loss, error, 'validation');
  return { type: 'finished', outcome, step, evaluation, validation, resultSha256 };
}

/** Runs of a suite, one per pair of labels and state. */
export function suiteOf(
  axes: readonly string[],
  runs: readonly (readonly [labels: Readonly<Record<string, Label>>, state: SuiteRunState])[],
): SuiteResults {
  return {
    name: 'mine',
    axes,
    runs: runs.map(([labels, state], index) => {
      const job = jobAt(index, labels);
      const directory = runDirectoryOf('runs', job.name, job.runId);
      return { job, directory, canSolve: true, state };
    }),
  };
}

/** What a finished run of a job writes. */
export function resultOf({ runId }: Pick<Job, 'runId'>, changes: Partial<RunResult> = {}): string {
  return resultText({
    runId,
    trajectoryId: idOf(`trajectory ${runId}`),
    outcome: 'solved',
    step: 300,
    loss: 0.1,
    gradient: { normMean: 1, normMax: 2, clippedFraction: 0.5, nonFiniteCount: 0 },
    divergence: null,
    validation: evaluationOf(0.3, 0.02, 'validation'),
    test: evaluationOf(0.25, 0.01),
    parametersSha256: idOf(`parameters ${runId}`),
    optimizerStateSha256: idOf(`optimizer ${runId}`),
    trajectorySha256: idOf(`losses ${runId}`),
    ...changes,
  }).text;
}

/**
 * Writes a file into the directory of a job's run.
 * @returns its path
 */
export async function writeRunFile(
  out: string,
  { name, runId }: Job,
  file: string,
  content: string | Uint8Array,
): Promise<string> {
  const directory = runDirectoryOf(out, name, runId);
  await mkdir(directory, { recursive: true });
  const path = join(directory, file);
  await writeFile(path, content);
  return path;
}
