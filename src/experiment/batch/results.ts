// What became of the jobs of a suite, as the files of their runs tell: read fresh each time, in one
// pass, fast enough for tens of thousands. Nothing is computed from them here.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FileError, systemCodeOf } from '../files.ts';
import { parseResult } from '../result.ts';
import { checkpointSteps, RunDirectoryError, runDirectoryOf, runFile } from '../runDirectory.ts';
import { StoredFileError } from '../storedFileError.ts';
import { canSolve } from './canSolve.ts';
import { parseFailureRecord } from './failureRecord.ts';
import { reachedRuns } from './halving.ts';
import type { Job, Manifest } from './manifest.ts';
import { readPlainFile } from './plainFile.ts';
import { isRepairable, reasonInSuite } from './repair.ts';
import { failureName, failuresDirectory, suiteDirectory } from './suiteDirectory.ts';
import type { FinishedJob, SuiteRun, SuiteRunState } from './suiteRun.ts';

export type { FinishedJob, SuiteRun, SuiteRunState } from './suiteRun.ts';

/** The runs of a suite. */
export interface SuiteResults {
  /** Name of the suite. */
  readonly name: string;
  /** Names of the axes in the order tables show them. */
  readonly axes: readonly string[];
  /** One per job, in the order of the manifest; of a search those it has come to. */
  readonly runs: readonly SuiteRun[];
}

/**
 * Reads what became of every job of a suite. Each result is checked: its schema, its own SHA-256 and the
 * whole run id; what is damaged becomes the state of its job, and the others are read on.
 * @param out directory of run directories
 * @throws FileError if a directory is there and cannot be read
 */
export function readResults(
  manifest: Pick<Manifest, 'name' | 'axes' | 'search' | 'base' | 'jobs'>,
  out: string,
): SuiteResults {
  const { name, axes, search } = manifest;
  return { name, axes, runs: reachedRuns(search, readRuns(manifest, out)) };
}

/**
 * Reads what became of every job, also of those that a search has not come to.
 * @param out directory of run directories
 * @throws FileError if a directory is there and cannot be read
 */
export function readRuns(
  { name, base, jobs }: Pick<Manifest, 'name' | 'base' | 'jobs'>,
  out: string,
): readonly SuiteRun[] {
  // What is not listed need not be asked for: a suite that has hardly begun is read as fast.
  const directories = new Set(namesIn(out));
  const failures = failuresDirectory(suiteDirectory(out, name));
  const failed = new Set(namesIn(failures));
  return jobs.map((job): SuiteRun => {
    const directory = runDirectoryOf(out, job.name, job.runId);
    const isThere = directories.has(basename(directory));
    const failure = failureName(job.runId);
    const failurePath = failed.has(failure) ? join(failures, failure) : null;
    const state = stateOf(job, isThere ? directory : null, failurePath);
    return { job, directory, canSolve: canSolve({ base }, job), state };
  });
}

function stateOf(job: Job, directory: string | null, failurePath: string | null): SuiteRunState {
  try {
    return (
      (directory === null ? null : finished(directory, job.runId)) ??
      (failurePath === null ? null : failed(failurePath, job.runId)) ??
      (directory === null ? { type: 'open' } : unfinished(directory))
    );
  } catch (error) {
    if (!UNUSABLE.some((kind) => error instanceof kind)) throw error;
    return { type: 'damaged', reason: reasonInSuite(error), isRepairable: isRepairable(error) };
  }
}

/** What one file may be, while the others are read on. */
const UNUSABLE = [StoredFileError, RunDirectoryError, FileError] as const;

function finished(directory: string, runId: string): FinishedJob | null {
  const path = runFile(directory, 'result');
  const text = readPlainFile(path);
  if (text === null) return null;
  const { outcome, step, validation, test, sha256 } = parseResult(path, text, runId);
  return {
    type: 'finished',
    outcome,
    step,
    evaluation: test ?? validation,
    validation,
    resultSha256: sha256,
  };
}

function failed(path: string, runId: string): SuiteRunState | null {
  const text = readPlainFile(path);
  if (text === null) return null;
  try {
    const { attempts, reason } = parseFailureRecord(path, text, runId);
    return { type: 'failed', attempts, reason };
  } catch (error) {
    if (!(error instanceof StoredFileError)) throw error;
    // Nothing of the run itself is: another attempt takes the record's place.
    return { type: 'damaged', reason: error.message, isRepairable: true };
  }
}

function unfinished(directory: string): SuiteRunState {
  const step = checkpointSteps(namesIn(directory)).at(-1);
  return step === undefined ? { type: 'open' } : { type: 'interrupted', step };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new FileError(`read the directory ${directory}`, error);
  }
}
