// What a task said last: `rnn chunk --json` says whether it was told to end, and the machine mostly why
// it ended otherwise, as when memory ran out.
import { readPlainFile } from '../../batch/plainFile.ts';
import { visibleText } from '../../load/issue.ts';
import type { Task } from './queueWatch.ts';
import { logFile } from './submission.ts';

const LONGEST = 300;

/** The last words of a task. */
export interface LastWords {
  /** Whether it ended because it was told to, with a checkpoint. */
  readonly wasInterrupted: boolean;
  /** Why its runs have no result, in a sentence. */
  readonly reason: string;
}

/** Reads the last words of a task from its log. */
export function lastWords({ submission, index }: Task): LastWords {
  const lines = linesOf(logFile(submission, index));
  const said = lines.filter((line) => !line.startsWith('{')).at(-1) ?? '';
  const words = visibleText(said.slice(0, LONGEST));
  const told = lines.filter((line) => line.startsWith('{')).at(-1) ?? '';
  return {
    wasInterrupted: /^\{.*"type":"interrupted"/.test(told),
    reason: `its task ended without a result${words === '' ? ' and left no word' : `: ${words}`}`,
  };
}

/** A log that cannot be read counts as empty. */
function linesOf(path: string): string[] {
  try {
    return (readPlainFile(path) ?? '').split('\n').filter((line) => line.trim() !== '');
  } catch {
    return [];
  }
}
