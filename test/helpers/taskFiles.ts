// Files of a task's data without a disk.
import type { TaskFile } from '../../src/tasks/task.ts';

/** One file that the task divides itself. */
export function wholeFile(content: string | Uint8Array, path = '/data/file'): TaskFile[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return [{ split: 'whole', path, bytes }];
}
