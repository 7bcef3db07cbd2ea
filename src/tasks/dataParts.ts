// The parts of a task's data: those of a whole file by shares, or each from files of its own.
import type { EvaluationSplit, TaskFile } from './task.ts';
import { TaskFileError } from './taskFileError.ts';

/** Name of a part. */
export type DataPart = 'training' | EvaluationSplit;

/** Shares of a whole file held out at its end; test is last. */
export interface SplitOptions {
  readonly validation: number;
  readonly test: number;
}

/** Where the parts of a whole file of `count` rows lie; each share is rounded down. */
export function partsOfWhole(
  count: number,
  { validation, test }: SplitOptions,
): Readonly<Record<DataPart, readonly [start: number, end: number]>> {
  const testStart = count - Math.floor(count * test);
  const validationStart = testStart - Math.floor(count * validation);
  return {
    training: [0, validationStart],
    validation: [validationStart, testStart],
    test: [testStart, count],
  };
}

/** The files of a part, or those that hold all parts, in order. */
export function filesOfPart(
  files: readonly TaskFile[],
  part: TaskFile['split'],
): readonly TaskFile[] {
  return files.filter(({ split }) => split === part);
}

/**
 * Checks a part that has files of its own: whoever names them wants them looked at.
 * @param count rows of all of them
 * @param horizon rows from an input to its target
 * @param rows what a row is called, in the plural
 * @throws TaskFileError that names the first file, if no row has a target
 */
export function checkOwnFiles(
  own: readonly TaskFile[],
  count: number,
  horizon: number,
  rows: string,
): void {
  const [first] = own;
  if (!first || count > horizon) return;
  const got = count === 0 ? 'an empty file' : `${count}`;
  throw new TaskFileError(first.path, `expected at least ${horizon + 1} ${rows}, got ${got}`);
}
