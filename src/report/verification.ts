// What came of verifying a run, in a sentence.
import type { Verification } from '../experiment/verifyRun.ts';
import { formatCount, formatCounted } from './format.ts';

/** Writes what was compared and what came of it, on one or two lines. */
export function verificationText(
  { startStep, endStep, lineCount, isFinished, difference, isInterrupted }: Verification,
  directory: string,
): string {
  const from = startStep === 0 ? '' : ` from step ${formatCount(startStep)}`;
  const lines = formatCounted(lineCount, 'line of its metrics', 'lines of its metrics');
  if (isInterrupted) {
    return `interrupted at step ${formatCount(endStep)}: ${lines} the same so far`;
  }
  if (difference) {
    const { step, what, recorded, found } = difference;
    return (
      `different: ${directory} differs at step ${formatCount(step)}, in ${what}\n` +
      `  recorded ${recorded}\n  found    ${found}`
    );
  }
  const end = isFinished ? 'its result' : 'the parameters of its last checkpoint';
  const upTo = ` up to step ${formatCount(endStep)}`;
  return `identical: ${directory}, trained again${from}${upTo}, gives ${lines} and ${end}`;
}
