// Names inside a run's directory, and what may stand at them.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, removeFiles, systemCodeOf } from './files.ts';

/** Hex digits of the run id that a directory's name shows. */
const SHOWN_DIGITS = 16;

/** Files of a run, by what they hold; the checkpoints come on top of them. */
export const runFiles = {
  spec: 'spec.json',
  metrics: 'metrics.jsonl',
  result: 'result.json',
  provenance: 'provenance.json',
} as const;

/** What the name of a run's directory looks like. */
export const RUN_DIRECTORY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}-[0-9a-f]{16}$/;

/** Path of a run's directory below the output directory. */
export function runDirectoryOf(out: string, name: string, runId: string): string {
  return join(out, `${name}-${runId.slice(0, SHOWN_DIGITS)}`);
}

/** Path of one of a run's files. */
export function runFile(directory: string, file: keyof typeof runFiles): string {
  return join(directory, runFiles[file]);
}

/** Path of the checkpoint after a step. */
export function checkpointFile(directory: string, step: number): string {
  return join(directory, checkpointName(step));
}

const checkpointName = (step: number) => `checkpoint-${step}.safetensors`;
const CHECKPOINT_NAME = /^checkpoint-([1-9]\d{0,14})\.safetensors$/;

/** Path of the best parameters, found by the validation after a step. */
export function bestFile(directory: string, step: number): string {
  return join(directory, bestName(step));
}

const bestName = (step: number) => `best-${step}.safetensors`;
const BEST_NAME = /^best-([1-9]\d{0,14})\.safetensors$/;

/**
 * Finds the files of best parameters of a run, whatever stands at their places: one, or two for a moment.
 * @returns their steps, ascending; none where there is no directory
 * @throws FileError where the directory cannot be read
 */
export async function listBest(directory: string): Promise<number[]> {
  return stepsOf(await namesIn(directory), BEST_NAME);
}

/**
 * Finds the checkpoints of a run, whatever stands at their places.
 * @returns their steps, ascending; none where there is no directory
 * @throws FileError where the directory cannot be read
 */
export async function listCheckpoints(directory: string): Promise<number[]> {
  return checkpointSteps(await namesIn(directory));
}

/**
 * Picks the checkpoints out of the names in a run's directory.
 * @returns their steps, ascending
 */
export function checkpointSteps(names: readonly string[]): number[] {
  return stepsOf(names, CHECKPOINT_NAME);
}

function stepsOf(names: readonly string[], pattern: RegExp): number[] {
  return names
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new FileError(`read the directory ${directory}`, error);
  });
}

/**
 * Finds the directory of a run by its id.
 * @param out directory of run directories
 * @returns null where there is none
 * @throws FileError where `out` cannot be read
 */
export async function findRunDirectory(out: string, runId: string): Promise<string | null> {
  const ending = `-${runId.slice(0, SHOWN_DIGITS)}`;
  const name = (await namesIn(out)).find(
    (candidate) => RUN_DIRECTORY_NAME.test(candidate) && candidate.endsWith(ending),
  );
  return name === undefined ? null : join(out, name);
}

/**
 * Removes every checkpoint of a run and its best parameters, for good: the last one first, so that a
 * run goes on from where it was earlier if this is cut short.
 * @throws FileError
 */
export async function removeCheckpoints(directory: string): Promise<void> {
  const names = [
    ...(await listCheckpoints(directory)).reverse().map(checkpointName),
    ...(await listBest(directory)).map(bestName),
  ];
  if (names.length > 0) await removeFiles(directory, names);
}

/**
 * Finds the temporary files of a run or a suite.
 * @returns their names; none where there is no directory
 * @throws FileError where the directory cannot be read
 */
export async function listTemporaryFiles(directory: string): Promise<string[]> {
  return (await namesIn(directory)).filter((name) => TEMPORARY_NAME.test(name));
}

const TEMPORARY_NAME = /^\..+\.[0-9a-f]{12}\.tmp$/;

/**
 * Removes the temporary files of a run or a suite that a killed process left.
 * @throws FileError
 */
export async function sweepTemporaryFiles(directory: string): Promise<void> {
  const left = await listTemporaryFiles(directory);
  if (left.length > 0) await removeFiles(directory, left);
}

/** Thrown where something else stands at the place of a run's file. */
export class RunDirectoryError extends Error {
  override readonly name = 'RunDirectoryError';
}

/** What else may stand at a run file's place; reading a pipe would wait forever. */
function describe(stat: { isSymbolicLink(): boolean; isDirectory(): boolean }): string {
  if (stat.isSymbolicLink()) return 'a symbolic link';
  return stat.isDirectory() ? 'a directory' : 'not a plain file';
}

/**
 * Checks that at a path there is a plain file, or nothing.
 * @throws RunDirectoryError if there is a symbolic link, a directory, a pipe …
 * @throws FileError where the system does not say
 */
export async function checkPlainFile(path: string): Promise<void> {
  const stat = await lstat(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw new FileError(`look at ${path}`, error);
  });
  if (stat && !stat.isFile()) {
    throw new RunDirectoryError(
      `${path} is ${describe(stat)}: refusing to use it; remove it, or choose another --out`,
    );
  }
}

/**
 * Checks that every run file that is there is a plain file of its own.
 * @throws RunDirectoryError if one is a symbolic link, a directory, a pipe …
 * @throws FileError where the system does not say
 */
export async function checkRunFiles(directory: string): Promise<void> {
  const checkpoints = (await listCheckpoints(directory)).map(checkpointName);
  const best = (await listBest(directory)).map(bestName);
  for (const file of [...Object.values(runFiles), ...checkpoints, ...best])
    await checkPlainFile(join(directory, file));
}
