// The files that an evaluation reads: those of the run, or another one in place of the split's own.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { EvaluationSplit, TaskFile } from '../../tasks/task.ts';
import { readInputFile } from '../dataFile.ts';
import type { Spec } from '../schema/spec.ts';
import { filesOf } from '../taskFiles.ts';
import type { StoredTrained } from './openTrained.ts';

/**
 * Finds the files of a task whose options may have been changed.
 * @param options of the task
 * @param split what another file stands in for
 * @param other absolute path of another file to evaluate on, or null
 * @returns undefined for tasks that read none
 * @throws ConfigurationError if the task reads no files, or `--set` names others
 * @throws DataError if the file cannot be read
 */
export async function evaluationFiles(
  { network: { spec }, files }: StoredTrained,
  options: Spec['task'],
  split: EvaluationSplit,
  other: string | null,
): Promise<readonly TaskFile[] | undefined> {
  if (pathsOf(options) !== pathsOf(spec.task)) {
    throw new ConfigurationError('--set: task.file stays that of the run; --file names another');
  }
  if (other === null) return files;
  if (!files) {
    throw new ConfigurationError(`--file: expected a task that reads files, got ${options.type}`);
  }
  const { path, bytes } = await readInputFile('--file', other);
  const others = files.filter((file) => file.split !== split);
  return [...others, { split, path, bytes, isStandIn: true }];
}

const pathsOf = (task: Spec['task']) => JSON.stringify(filesOf(task));
