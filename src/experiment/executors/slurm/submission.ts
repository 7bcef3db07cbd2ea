// Submitted job arrays on record, in the suite's own directory: whoever starts the suite again finds
// what waits or runs already. A record is written before its array is submitted, and the array is known
// by its name, so that a crash between the two loses nothing and submits nothing twice.
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { toJson } from '../../../training/json.ts';
import { FileError, makeDirectory, systemCodeOf, writeAtomically } from '../../files.ts';

const SCHEMA_VERSION = 1;

/** A job array that was, or is about to be, submitted. */
export interface Submission {
  /** Name of the job: that of the suite and a random part. */
  readonly name: string;
  /** Where its script, list and logs lie. */
  readonly directory: string;
  /** Run ids, task by task. */
  readonly tasks: readonly (readonly string[])[];
}

const recordSchema = z.object({ schema: z.literal(SCHEMA_VERSION), cluster: z.string() });
const NAME = /^rnn-[A-Za-z0-9._-]{1,100}$/;
const RUN_ID = /^[0-9a-f]{64}$/;

const submissionsOf = (suiteDirectory: string) => join(suiteDirectory, 'slurm');
const recordFile = (directory: string) => join(directory, 'submission.json');

/** Path of a submission's list: a line of run ids per task, as `rnn chunk --list` reads it. */
export function listFile({ directory }: Submission): string {
  return join(directory, 'runs.txt');
}

/** Path of a submission's script. */
export function scriptFile({ directory }: Submission): string {
  return join(directory, 'job.sh');
}

/** Path of the log of a task. */
export function logFile({ directory }: Submission, index: number): string {
  return join(directory, `${index}.log`);
}

/** Names a submission that does not exist yet. */
export function nameSubmission(
  suiteDirectory: string,
  tasks: readonly (readonly string[])[],
): Submission {
  const name = `rnn-${basename(suiteDirectory)}-${randomBytes(6).toString('hex')}`;
  return { name, directory: join(submissionsOf(suiteDirectory), name), tasks };
}

/**
 * Writes what a submission is made of, and that it exists.
 * @throws FileError
 */
export async function recordSubmission(
  submission: Submission,
  script: string,
  cluster: string,
): Promise<void> {
  await makeDirectory(submission.directory);
  const list = submission.tasks.map((runIds) => `${runIds.join(' ')}\n`).join('');
  await writeAtomically(listFile(submission), list);
  await writeAtomically(scriptFile(submission), script);
  await noteSubmission(submission, { cluster });
}

/**
 * Notes facts about a submission in its record; people may look for the job's id there.
 * @throws FileError
 */
export async function noteSubmission(
  { directory }: Submission,
  facts: { readonly cluster: string; readonly jobId?: string; readonly submittedAt?: string },
): Promise<void> {
  await writeAtomically(
    recordFile(directory),
    `${toJson({ schema: SCHEMA_VERSION, ...facts }, 2)}\n`,
  );
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
    .map((name) => readSubmission({ name, directory: join(parent, name), tasks: [] }, cluster));
  return (await Promise.all(found)).filter((submission) => submission !== null);
}

async function readSubmission(submission: Submission, cluster: string): Promise<Submission | null> {
  try {
    const record = await readFile(recordFile(submission.directory), 'utf8');
    if (recordSchema.parse(JSON.parse(record)).cluster !== cluster) return null;
    const list = await readFile(listFile(submission), 'utf8');
    const tasks = list
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' ').filter((runId) => RUN_ID.test(runId)));
    return { ...submission, tasks };
  } catch {
    return null;
  }
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
