// What a task said last: mostly why it ended, from the machine itself, as when memory ran out.
import { readSmallFile } from '../../batch/smallFile.ts';
import { visibleText } from '../../load/issue.ts';
import type { Task } from './queueWatch.ts';
import { logFile } from './submission.ts';

const LONGEST = 300;

/** Says why a task's runs have no result, as far as its log tells. */
export function lossReason({ submission, index }: Task): string {
  const words = lastLine(logFile(submission, index));
  return `its task ended without a result${words === '' ? ' and left no word' : `: ${words}`}`;
}

/** The log is for people: one that cannot be read counts as empty. */
function lastLine(path: string): string {
  try {
    const lines = (readSmallFile(path) ?? '').split('\n').filter((line) => line.trim() !== '');
    return visibleText((lines.at(-1) ?? '').slice(0, LONGEST));
  } catch {
    return '';
  }
}
