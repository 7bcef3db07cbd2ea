// The task of a spec with what its files hold: made when it is first asked for, so that hashes come cheap.
import { ConfigurationError } from '../math/configurationError.ts';
import type { Task, TaskFile } from '../tasks/task.ts';
import { createTask } from './build.ts';
import { DataError, type DataFiles, readDataFiles } from './dataFile.ts';
import type { Spec } from './schema/spec.ts';

/** A task that is made when it is needed. */
export interface TaskOfSpec {
  /** The hash of its files, or null for a task that reads none. */
  readonly data: Pick<DataFiles, 'sha256'> | null;
  /**
   * Gives the task, always the same.
   * @throws TaskFileError, or DataError that names the files, if they do not hold what the task needs
   */
  readonly task: () => Task;
}

/**
 * Reads the files of a task.
 * @param baseDirectory where relative paths start
 * @throws DataError if one of them cannot be read
 */
export async function readTaskOfSpec(
  options: Spec['task'],
  baseDirectory: string,
): Promise<TaskOfSpec> {
  const data = await readDataFiles(options, baseDirectory);
  return { data: data && { sha256: data.sha256 }, task: madeOnce(options, data?.files) };
}

/** The bytes are let go once the task holds what it needs of them: large texts fit into memory once less. */
function madeOnce(
  options: Spec['task'],
  read: readonly TaskFile[] | undefined,
): TaskOfSpec['task'] {
  let files = read;
  let task: Task | undefined;
  return () => {
    task ??= makeTask(options, files);
    files = undefined;
    return task;
  };
}

function makeTask(options: Spec['task'], files: readonly TaskFile[] | undefined): Task {
  try {
    return createTask(options, files);
  } catch (error) {
    if (!(error instanceof ConfigurationError && files)) throw error;
    const paths = files.map(({ path }) => path).join(', ');
    throw new DataError(`task.file: cannot use ${paths}: ${error.message}`);
  }
}
