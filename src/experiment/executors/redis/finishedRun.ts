// Whether a run is finished, by its files: the one thing that counts, whatever a queue says.
import type { Outcome } from '../../../training/events.ts';
import type { Job, JobContext } from '../../batch/manifest.ts';
import { readProvenance, totalDurationMs } from '../../provenance.ts';
import { readResult } from '../../result.ts';
import { checkRunFiles, runDirectoryOf, runFile } from '../../runDirectory.ts';

/** A finished run as its files tell of it. */
export interface FinishedRun {
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  readonly durationMs: number;
  /** Hash in result.json. */
  readonly resultSha256: string;
}

/**
 * Reads what a job has come to.
 * @returns null if its run is not finished
 * @throws StoredFileError if its result is damaged, newer or of another run
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readFinishedRun(
  { out }: Pick<JobContext, 'out'>,
  { name, runId }: Job,
): Promise<FinishedRun | null> {
  const directory = runDirectoryOf(out, name, runId);
  await checkRunFiles(directory);
  const result = await readResult(runFile(directory, 'result'), runId);
  if (!result) return null;
  const durationMs = totalDurationMs(await readProvenance(runFile(directory, 'provenance'))) ?? 0;
  const { outcome, step, sha256 } = result;
  return { outcome, step, durationMs, resultSha256: sha256 };
}
