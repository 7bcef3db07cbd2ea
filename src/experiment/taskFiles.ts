// Which files a config says its task learns from.

import type { TaskFile } from '../tasks/task.ts';
import type { Spec } from './schema/spec.ts';

/** A file as a config names it. */
export interface NamedFile extends Pick<TaskFile, 'split'> {
  /** Where the config names it, such as `task.file.test.0`. */
  readonly key: string;
  /** As written. */
  readonly path: string;
}

/** Options of a task whose sequences come from files; those of the others are drawn. */
export type FileTask = Extract<Spec['task'], { readonly file: unknown }>;

/** Whether a task reads files. */
export const readsFiles = (task: Spec['task']): task is FileTask => 'file' in task;

const SPLITS = ['training', 'validation', 'test'] as const;

/** Lists the files of a task, in the order they are read; none for generated tasks. */
export function filesOf(task: Spec['task']): readonly NamedFile[] {
  if (!readsFiles(task)) return [];
  const { file } = task;
  if (typeof file === 'string') return [{ key: 'task.file', split: 'whole', path: file }];
  return SPLITS.flatMap((split) => {
    const paths = file[split] ?? [];
    return [paths].flat().map((path, index) => ({
      key: typeof paths === 'string' ? `task.file.${split}` : `task.file.${split}.${index}`,
      split,
      path,
    }));
  });
}
