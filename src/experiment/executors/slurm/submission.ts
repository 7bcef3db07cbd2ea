// Submitted job arrays on record, below the suite's own directory: whoever starts the suite again finds
// what waits or runs already. Each is a small suite of its own, so that its tasks do not depend on what
// becomes of the suite's file. A record is written before its array is submitted and the array is known
// by its name: a crash between the two loses nothing and submits nothing twice.
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { toJson } from '../../../training/json.ts';
import type { Job, JobContext } from '../../batch/manifest.ts';
import { manifestText, readManifestFile } from '../../batch/manifestFile.ts';
import { manifestFile } from '../../batch/suiteDirectory.ts';
import {
  FileError,
  makeDirectory,
  removeFile,
  systemCodeOf,
  writeAtomically,
} from '../../files.ts';
import { type ArrayPlan, slices } from './division.ts';

const SCHEMA_VERSION = 1;

/** A job array that was, or is about to be, submitted. */
export interface Submission {
  /** Name of the job: that of the suite and a random part. */
  readonly name: string;
  /** Where its manifest, script, logs and failure records lie. */
  readonly directory: string;
  /** Run ids, task by task. */
  readonly tasks: readonly (readonly string[])[];
  readonly runsPerTask: number;
}

const recordSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  cluster: z.string(),
  runsPerTask: z.int().min(1),
});
const NAME = /^rnn-[A-Za-z0-9._-]{1,60}$/;

/** Characters of a suite's name that a job's shows: it is to be the name of a suite itself. */
const LONGEST_SHOWN = 40;

const submissionsOf = (suiteDirectory: string) => join(suiteDirectory, 'slurm');
const recordFile = (directory: string) => join(directory, 'submission.json');

/** Path of a submission's script. */
export function scriptFile({ directory }: Pick<Submission, 'directory'>): string {
  return join(directory, 'job.sh');
}

/** Path of the log of a task. */
export function logFile({ directory }: Submission, index: number): string {
  return join(directory, `${index}.log`);
}

const tasksOf = (jobs: readonly Job[], runsPerTask: number) =>
  slices(jobs, runsPerTask).map((some) => some.map(({ runId }) => runId));

/** Names a submission that does not exist yet. */
export function nameSubmission(
  suiteDirectory: string,
  { runs, runsPerTask }: ArrayPlan<Job>,
): Submission {
  const suite = basename(suiteDirectory).slice(0, LONGEST_SHOWN);
  const name = `rnn-${suite}-${randomBytes(6).toString('hex')}`;
  const directory = join(submissionsOf(suiteDirectory), name);
  return { name, directory, tasks: tasksOf(runs, runsPerTask), runsPerTask };
}

/**
 * Writes what a submission is made of, and that it exists.
 * @throws FileError
 */
export async function recordSubmission(
  submission: Submission,
  jobs: readonly Job[],
  { out: _, ...context }: JobContext,
  script: string,
  cluster: string,
): Promise<void> {
  const { name, directory } = submission;
  await makeDirectory(directory);
  const placed = jobs.map((job, index) => ({ ...job, index, labels: {} }));
  const search = { type: 'none' } as const;
  const manifest = { ...context, name, axes: [], search, jobs: placed };
  await writeAtomically(manifestFile(directory), manifestText(manifest));
  await writeAtomically(scriptFile(submission), script);
  await noteSubmission(submission, { cluster });
}

/**
 * Notes facts about a submission in its record; people may look for the job's id there.
 * @throws FileError
 */
export async function noteSubmission(
  { directory, runsPerTask }: Submission,
  facts: { readonly cluster: string; readonly jobId?: string; readonly submittedAt?: string },
): Promise<void> {
  const record = { schema: SCHEMA_VERSION, ...facts, runsPerTask };
  await writeAtomically(recordFile(directory), `${toJson(record, 2)}\n`);
}

/**
 * Finds the submissions of a suite to a cluster. What cannot be read counts for nothing: at worst its
 * runs are computed twice, to the same bytes.
 * @throws FileError where the directory cannot be read
 */
export async function readSubmissions(
  suiteDirectory: string,
  cluster: string,
): Promise<Submission[]> {
  const parent = submissionsOf(suiteDirectory);
  const names = await readdir(parent).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new FileError(`read the directory ${parent}`, error);
  });
  const found = names
    .filter((name) => NAME.test(name))
    .map((name) => readSubmission(name, join(parent, name), cluster));
  return (await Promise.all(found)).filter((submission) => submission !== null);
}

async function readSubmission(
  name: string,
  directory: string,
  cluster: string,
): Promise<Submission | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(recordFile(directory), 'utf8')));
    if (record.cluster !== cluster) return null;
    const manifest = await readManifestFile(manifestFile(directory));
    if (manifest === null) return null;
    const { runsPerTask } = record;
    return { name, directory, tasks: tasksOf(manifest.jobs, runsPerTask), runsPerTask };
  } catch {
    return null;
  }
}

/**
 * Forgets a submission whose tasks have ended and whose logs are worth keeping.
 * @throws FileError
 */
export async function closeSubmission({ directory }: Submission): Promise<void> {
  await removeFile(recordFile(directory));
}

/**
 * Removes a submission's files; they say nothing any more once its tasks have ended.
 * @throws FileError
 */
export async function removeSubmission({ directory }: Submission): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch (error) {
    throw new FileError(`remove ${directory}`, error);
  }
}
