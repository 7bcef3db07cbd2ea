// What a suite does about a damaged run. The advice of a run by itself names its config, which a run of a
// suite has in no file: here an option of the suite does the same.
import { REMEDY } from '../stored.ts';
import { StoredFileError } from '../storedFileError.ts';

/** What to do about a damaged run of a suite. */
export const SUITE_REMEDY = 'rnn batch --retry-failed trains the run afresh';

/**
 * Whether training a run afresh would mend it. What a newer program wrote is whole, and what stands at the
 * place of a file is not ours to remove.
 */
export function isRepairable(error: unknown): error is StoredFileError {
  return error instanceof StoredFileError && error.message.endsWith(REMEDY);
}

const withAdvice = (error: StoredFileError, advice: string) =>
  error.message.slice(0, -REMEDY.length) + advice;

/** What an error says, with the advice that helps in a suite. */
export function reasonInSuite(error: unknown): string {
  if (isRepairable(error)) return withAdvice(error, SUITE_REMEDY);
  return error instanceof Error ? error.message : String(error);
}

/** Says that a run is trained afresh, and why. */
export function repairText(error: StoredFileError): string {
  return withAdvice(error, 'trains the run afresh');
}
