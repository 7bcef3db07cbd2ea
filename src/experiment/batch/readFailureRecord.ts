// Looks whether a job of a suite has failed before.
import { join } from 'node:path';
import {
  type FailureRecord,
  failureDirectory,
  failureName,
  parseFailureRecord,
} from './failureRecord.ts';
import { readSmallFile } from './smallFile.ts';

/** Path of the failure record of a job, which need not be there. */
export function failureFile(suiteDirectory: string, runId: string): string {
  return join(failureDirectory(suiteDirectory), failureName(runId));
}

/**
 * Reads the failure record of a job.
 * @param suiteDirectory the suite's own directory
 * @param runId 64 hex digits
 * @returns null where there is none
 * @throws StoredFileError if it is damaged, of a newer format or of another run
 * @throws RunDirectoryError if something else than a plain file stands there
 * @throws FileError if it cannot be read
 */
export function readFailureRecord(suiteDirectory: string, runId: string): FailureRecord | null {
  const path = failureFile(suiteDirectory, runId);
  const text = readSmallFile(path);
  return text === null ? null : parseFailureRecord(path, text, runId);
}
