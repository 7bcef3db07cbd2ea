// One hash over all results of a suite: equal for equal suites, whoever ran them, in whatever order.
import { createHash } from 'node:crypto';
import type { SuiteRun } from './results.ts';

/**
 * Computes the SHA-256 over one line per job, in the order of the manifest: run id, a space, the hash in
 * its result.json, a newline.
 *
 * It covers what was computed and nothing else: no label, name, path, time or attempt. A suite of which
 * a result is missing, failed or damaged has none.
 * @param runs one per job, in the order of the manifest
 * @returns 64 hex digits, or null where a run is not finished
 */
export function hashResults(runs: readonly SuiteRun[]): string | null {
  const hash = createHash('sha256');
  for (const { job, state } of runs) {
    if (state.type !== 'finished') return null;
    hash.update(`${job.runId} ${state.resultSha256}\n`);
  }
  return hash.digest('hex');
}
