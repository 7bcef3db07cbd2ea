// What is done of a suite: files decide. One look into the output directory and one at every run that
// has a directory there; nothing is read or checked yet.

import { lstatSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileError, systemCodeOf } from '../files.ts';
import { runDirectoryOf, runFile } from '../runDirectory.ts';
import type { Job, Manifest } from './manifest.ts';
import type { Plan } from './plan.ts';
import { failureName, failuresDirectory, suiteDirectory } from './suiteDirectory.ts';

/** How far a run is. */
export type JobState = 'finished' | 'interrupted' | 'failed' | 'new';

/** How a suite differs from the one of the same name that was run before. */
export interface SuiteDifference {
  /** Runs that are in it now. */
  readonly addedCount: number;
  /** Runs that are in it no longer; their files stay. */
  readonly removedCount: number;
}

/** How far a suite is. */
export interface PlanStatus {
  /** State of each run, by index. */
  readonly states: readonly JobState[];
  /** How many runs are in each state. */
  readonly counts: Readonly<Record<JobState, number>>;
  /** Null where the suite has not been run before. */
  readonly difference: SuiteDifference | null;
}

async function namesIn(directory: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(directory));
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return new Set();
    throw new FileError(`read the directory ${directory}`, error);
  }
}

// Waiting for each of twenty thousand answers would take longer than the answers.
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOTDIR') return false;
    throw new FileError(`look at ${path}`, error);
  }
}

/**
 * Compares a suite with the one that was run before.
 * @param stored - the manifest of that one, null for none
 */
export function differenceTo(
  stored: Pick<Manifest, 'jobs'> | null,
  jobs: readonly Job[],
): SuiteDifference | null {
  if (stored === null) return null;
  const before = new Set(stored.jobs.map(({ runId }) => runId));
  const common = jobs.filter(({ runId }) => before.has(runId)).length;
  return { addedCount: jobs.length - common, removedCount: before.size - common };
}

/**
 * Finds out how far a suite is.
 * @param out - directory of run directories
 * @param stored - the manifest that was written for the suite before, null for none
 * @throws FileError where the system does not say
 */
export async function planStatus(
  { manifest }: Pick<Plan, 'manifest'>,
  out: string,
  stored: Pick<Manifest, 'jobs'> | null = null,
): Promise<PlanStatus> {
  const directories = await namesIn(out);
  const failures = await namesIn(failuresDirectory(suiteDirectory(out, manifest.name)));
  const counts = { finished: 0, interrupted: 0, failed: 0, new: 0 };
  const stateOf = ({ name, runId }: Job): JobState => {
    const directory = runDirectoryOf(out, name, runId);
    const isStarted = directories.has(basename(directory));
    if (isStarted && isThere(runFile(directory, 'result'))) return 'finished';
    if (failures.has(failureName(runId))) return 'failed';
    return isStarted ? 'interrupted' : 'new';
  };
  const states = manifest.jobs.map((job) => {
    const state = stateOf(job);
    counts[state]++;
    return state;
  });
  return { states, counts, difference: differenceTo(stored, manifest.jobs) };
}
