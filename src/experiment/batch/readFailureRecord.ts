// Looks whether a job of a suite has failed before.
import { join } from 'node:path';
import { type FailureRecord, parseFailureRecord } from './failureRecord.ts';
import { readPlainFile } from './plainFile.ts';
import { failureName, failuresDirectory } from './suiteDirectory.ts';

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
  const path = join(failuresDirectory(suiteDirectory), failureName(runId));
  const text = readPlainFile(path);
  return text === null ? null : parseFailureRecord(path, text, runId);
}
