// What the files say of runs that are computed elsewhere: each look tells what happened since the last.
// Looking is cheap: two directories are listed, and only runs that have begun are looked into.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failureDirectory, failureName, parseFailureRecord } from '../batch/failureRecord.ts';
import type { Job } from '../batch/manifest.ts';
import { readSmallFile } from '../batch/smallFile.ts';
import { readDurationMs } from '../provenance.ts';
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
  /** Looks at the files; tells of every run that has come to its end. */
  look(): Promise<void>;
  /** Counts a run as failed that left no word of it. */
  giveUp(runId: string, attempts: number, reason: string): void;
}

type Surroundings = Pick<ExecuteOptions, 'context' | 'directory' | 'onEvent'>;

const namesIn = async (directory: string): Promise<ReadonlySet<string>> =>
  new Set(await readdir(directory).catch(() => []));

/**
 * Watches the files of jobs.
 * @param surroundings where runs and failure records lie, and who is told
 */
export function watchRuns(
  jobs: readonly Job[],
  { context, directory, onEvent }: Surroundings,
): RunWatch {
  const open = new Map<string, OpenRun>(
    jobs.map((job) => [job.runId, { job, hasBegun: false, step: 0 }]),
  );
  const failures = failureDirectory(directory);

  async function tellFinished({ index, runId }: Job, runDirectory: string): Promise<boolean> {
    const path = runFile(runDirectory, 'result');
    // Whoever runs the job meets a damaged result too and records the failure.
    const result = await readResult(path, runId).catch(() => null);
    if (result === null) return false;
    const durationMs = (await readDurationMs(runFile(runDirectory, 'provenance'))) ?? 0;
    const { outcome, step } = result;
    onEvent({ type: 'finished', index, outcome, step, durationMs });
    return true;
  }

  function tellFailed({ index, runId }: Job): boolean {
    const path = join(failures, failureName(runId));
    const text = readSmallFile(path);
    if (text === null) return false;
    const { attempts, reason } = parseFailureRecord(path, text, runId);
    onEvent({ type: 'failed', index, attempts, reason });
    return true;
  }

  async function lookAt(run: OpenRun, begun: ReadonlySet<string>, failed: ReadonlySet<string>) {
    const { job } = run;
    const runDirectory = runDirectoryOf(context.out, job.name, job.runId);
    const hasBegun = begun.has(basename(runDirectory));
    const hasEnded =
      (hasBegun && (await tellFinished(job, runDirectory))) ||
      (failed.has(failureName(job.runId)) && tellFailed(job));
    if (hasEnded) {
      open.delete(job.runId);
    } else if (hasBegun) {
      const step = (await listCheckpoints(runDirectory).catch(() => [])).at(-1) ?? 0;
      if (step > run.step) onEvent({ type: 'progress', index: job.index, step });
      open.set(job.runId, { job, hasBegun, step });
    }
  }

  return {
    open,
    async look() {
      const begun = await namesIn(context.out);
      const failed = await namesIn(failures);
      for (const run of [...open.values()]) await lookAt(run, begun, failed);
    },
    giveUp(runId, attempts, reason) {
      const run = open.get(runId);
      if (!run) return;
      open.delete(runId);
      onEvent({ type: 'failed', index: run.job.index, attempts, reason });
    },
  };
}
