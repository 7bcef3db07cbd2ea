// What the files say of runs that are computed elsewhere: each look tells what happened since the last.
// Looking is cheap: directories are listed, and only runs that have begun are looked into.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseFailureRecord } from '../batch/failureRecord.ts';
import type { Job } from '../batch/manifest.ts';
import { readPlainFile } from '../batch/plainFile.ts';
import { failureName, failuresDirectory } from '../batch/suiteDirectory.ts';
import { readProvenance, totalDurationMs } from '../provenance.ts';
import { readResult } from '../result.ts';
import { listCheckpoints, runDirectoryOf, runFile } from '../runDirectory.ts';
import type { ExecuteOptions } from './executor.ts';

/** A run that has neither a result nor a record of its failure. */
export interface OpenRun {
  readonly job: Job;
  /** Whether its directory is there. */
  readonly hasBegun: boolean;
  /** Updates that its last checkpoint knows of; 0 without one. */
  readonly step: number;
}

/** Watches the files of runs. */
export interface RunWatch {
  /** Runs that are open, by run id, as the last look found them. */
  readonly open: ReadonlyMap<string, OpenRun>;
  /**
   * Looks at the files; tells of checkpoints, and of every run that has come to its end.
   * @param suites directories whose failure records count
   * @returns ids of runs that have begun since the last look and are open
   */
  look(suites: readonly string[]): Promise<string[]>;
  /** Counts a run as failed that left no record of it. */
  giveUp(runId: string, attempts: number, reason: string): void;
}

const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);

/** Paths of the failure records in some suites, by name. */
async function recordsIn(suites: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const records = new Map<string, string>();
  for (const directory of suites.map(failuresDirectory)) {
    for (const name of await namesIn(directory)) records.set(name, join(directory, name));
  }
  return records;
}

/**
 * Watches the files of jobs.
 * @param surroundings where runs lie, and who is told
 */
export function watchRuns(
  jobs: readonly Job[],
  { context, onEvent }: Pick<ExecuteOptions, 'context' | 'onEvent'>,
): RunWatch {
  const open = new Map<string, OpenRun>(
    jobs.map((job) => [job.runId, { job, hasBegun: false, step: 0 }]),
  );

  async function tellFinished({ index, runId }: Job, directory: string): Promise<boolean> {
    // Whoever runs the job meets a damaged result too and records the failure.
    const result = await readResult(runFile(directory, 'result'), runId).catch(() => null);
    if (result === null) return false;
    const provenance = await readProvenance(runFile(directory, 'provenance'));
    const durationMs = totalDurationMs(provenance) ?? 0;
    const { outcome, step } = result;
    onEvent({ type: 'finished', index, outcome, step, durationMs });
    return true;
  }

  function tellFailed({ index, runId }: Job, path: string | undefined): boolean {
    const text = path === undefined ? null : readPlainFile(path);
    if (path === undefined || text === null) return false;
    const { attempts, reason } = parseFailureRecord(path, text, runId);
    onEvent({ type: 'failed', index, attempts, reason });
    return true;
  }

  return {
    open,
    async look(suites) {
      const directories = new Set(await namesIn(context.out));
      const records = await recordsIn(suites);
      const begun: string[] = [];
      for (const { job, hasBegun, step } of [...open.values()]) {
        const { runId, index } = job;
        const directory = runDirectoryOf(context.out, job.name, runId);
        const isThere = directories.has(basename(directory));
        if (isThere && (await tellFinished(job, directory))) open.delete(runId);
        else if (tellFailed(job, records.get(failureName(runId)))) open.delete(runId);
        else if (isThere) {
          const lastStep = (await listCheckpoints(directory).catch(() => [])).at(-1) ?? 0;
          if (!hasBegun) begun.push(runId);
          if (lastStep > step) onEvent({ type: 'progress', index, step: lastStep });
          open.set(runId, { job, hasBegun: true, step: lastStep });
        }
      }
      return begun;
    },
    giveUp(runId, attempts, reason) {
      const run = open.get(runId);
      if (!run) return;
      open.delete(runId);
      onEvent({ type: 'failed', index: run.job.index, attempts, reason });
    },
  };
}
