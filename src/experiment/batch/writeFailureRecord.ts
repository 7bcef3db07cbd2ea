// Leaves word that a job has failed, for whoever shows results and whoever goes on with the suite.
import { join } from 'node:path';
import { toJson } from '../../training/json.ts';
import { makeDirectory, writeAtomically } from '../files.ts';
import {
  FAILURE_SCHEMA_VERSION,
  type FailureRecord,
  failureDirectory,
  failureName,
} from './failureRecord.ts';

/**
 * Writes the failure record of a job, in place of an older one.
 * @param suiteDirectory the suite's own directory
 * @throws FileError if it cannot be written
 */
export async function writeFailureRecord(
  suiteDirectory: string,
  record: FailureRecord,
): Promise<void> {
  const directory = failureDirectory(suiteDirectory);
  await makeDirectory(directory);
  const text = toJson({ schema: FAILURE_SCHEMA_VERSION, ...record }, 2);
  await writeAtomically(join(directory, failureName(record.runId)), `${text}\n`);
}
