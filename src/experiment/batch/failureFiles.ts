// Keeps the failure records of a suite while it runs: written and removed one after another, in the order
// things happened, beside everything else.
import { join } from 'node:path';
import { toJson } from '../../training/json.ts';
import { makeDirectory, removeFile, writeAtomically } from '../files.ts';
import { FAILURE_SCHEMA_VERSION, type FailureRecord } from './failureRecord.ts';
import { failureName, failuresDirectory } from './suiteDirectory.ts';

/** Failure records of a suite. */
export interface FailureFiles {
  /** Writes the record of a run. */
  put(record: FailureRecord): void;
  /** Removes the record of a run. */
  remove(runId: string): void;
  /**
   * Waits until all of it is durable.
   * @throws FileError if some of it could not be done
   */
  settle(): Promise<void>;
}

/**
 * Opens the failure records of a suite.
 * @param suite directory of the suite
 * @param onError called where a record cannot be written or removed; what follows is not done
 */
export function openFailureFiles(suite: string, onError: () => void): FailureFiles {
  const directory = failuresDirectory(suite);
  const pathOf = (runId: string) => join(directory, failureName(runId));
  let last: Promise<void> = Promise.resolve();
  const then = (work: () => Promise<void>): void => {
    last = last.then(work);
    last.catch(onError);
  };
  return {
    put(record) {
      then(async () => {
        await makeDirectory(directory);
        const text = toJson({ schema: FAILURE_SCHEMA_VERSION, ...record }, 2);
        await writeAtomically(pathOf(record.runId), `${text}\n`);
      });
    },
    remove: (runId) => then(() => removeFile(pathOf(runId))),
    settle: () => last,
  };
}
