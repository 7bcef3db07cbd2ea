// The task of a run with another file in place of a split's own, and what such a file must hold.
import { hasData } from '../../tasks/hasData.ts';
import type { Task, TaskFile } from '../../tasks/task.ts';
import { TaskFileError } from '../../tasks/taskFileError.ts';
import { createTask } from '../build.ts';
import type { FileTask } from '../taskFiles.ts';

/** What the data of a part have to hold, by task; those of the others say it when they are read. */
const LEAST: Readonly<Partial<Record<FileTask['type'], string>>> = {
  pianoRoll: 'a piece of at least two steps',
  sequences: 'at least one sequence',
};

/**
 * Makes a task of which one file stands in for a part.
 * @param files the stand-in is the last of them
 * @throws TaskFileError if it does not hold what it should, or nothing to evaluate on
 */
export function standInTask(options: FileTask, files: readonly TaskFile[]): Task {
  const task = createWithAdvice(options, files);
  const { split, path } = files.at(-1) ?? {};
  if (path === undefined || (split !== 'validation' && split !== 'test')) return task;
  if (hasData(task, split)) return task;
  const least = LEAST[options.type] ?? 'something to predict';
  throw new TaskFileError(path, `expected ${split} data of ${least}, got less`);
}

/** A length that is only the most a sequence may have can be raised: the network runs in pieces. */
function createWithAdvice(options: FileTask, files: readonly TaskFile[]): Task {
  try {
    return createTask(options, files);
  } catch (error) {
    const length = error instanceof TaskFileError ? lengthThatHelps(options, files) : null;
    if (!(error instanceof TaskFileError) || length === null) throw error;
    throw error.withRemedy(`--set task.length=${length} allows the longest of the file`);
  }
}

/** T of the longest sequence, where the task can be made once it may be as long as it likes. */
function lengthThatHelps(options: FileTask, files: readonly TaskFile[]): number | null {
  try {
    return createTask({ ...options, length: Number.MAX_SAFE_INTEGER }, files).maximumLength;
  } catch {
    return null;
  }
}
