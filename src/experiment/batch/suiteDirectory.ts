// Names inside the directory of a suite, which lies beside its runs and holds what belongs to no one run.

import { join } from 'node:path';
import { ConfigurationError } from '../../math/configurationError.ts';
import { quoted } from '../load/issue.ts';
import { SUITE_NAME, SUITE_NAME_EXPECTED } from './suite.ts';

/**
 * Path of a suite's directory.
 * @param out - directory of run directories
 * @param name - of the suite; untrusted
 * @throws ConfigurationError if the name cannot be that of a suite
 */
export function suiteDirectory(out: string, name: string): string {
  if (SUITE_NAME.test(name)) return join(out, 'suites', name);
  throw new ConfigurationError(`suite: expected ${SUITE_NAME_EXPECTED}, got ${quoted(name)}`);
}

/** Path of the manifest. */
export function manifestFile(directory: string): string {
  return join(directory, 'manifest.jsonl');
}

/** Directory of failure records. */
export function failuresDirectory(directory: string): string {
  return join(directory, 'failures');
}

/** Name of the failure record of a run. */
export function failureName(runId: string): string {
  return `${runId.slice(0, 16)}.json`;
}
