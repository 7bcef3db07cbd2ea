// One attempt at one run of a suite: what every executor calls, wherever it runs. Errors become data,
// because they have to pass between processes and machines.
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import { WeightsFileError } from '../../model/weights/weightsFileError.ts';
import { DataError } from '../dataFile.ts';
import { executeRun } from '../executeRun.ts';
import { BusyError } from '../lock.ts';
import { OtherRunError } from '../otherRunError.ts';
import type { Host } from '../provenance.ts';
import { DeterminismError } from '../publishOnce.ts';
import { RunDirectoryError, runDirectoryOf } from '../runDirectory.ts';
import { StoredFileError } from '../storedFileError.ts';
import type { JobResult } from './jobResult.ts';
import type { Job, JobContext } from './manifest.ts';
import { isRepairable, reasonInSuite, repairText } from './repair.ts';
import { type FindShorterRuns, openShorterRuns } from './shorterRuns.ts';
import { specOfJob } from './specOfJob.ts';

/** How to run a job; nothing here can change its result. */
export interface RunJobOptions {
  /** The program that computes, for provenance.json. */
  readonly host: Host;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Ends the attempt after the step under way, with a checkpoint. */
  readonly signal: AbortSignal;
  /** Ends the attempt after this time, in ms, with a checkpoint. */
  readonly timeLimitMs?: number;
  /** Trains a run afresh of which a file is damaged; without it the attempt fails. */
  readonly repair?: boolean;
  /** Finds shorter runs to go on from; without it by a look for this job alone. */
  readonly shorterRuns?: FindShorterRuns;
  /** Called for every update with the updates done and the training loss. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Called with a line for what was found damaged and is not needed. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Errors of config, data or stored files, which another attempt would meet again, and two results of one
 * run, which another would hide.
 */
const FINAL_ERRORS = [
  ConfigurationError,
  DataError,
  DeterminismError,
  OtherRunError,
  RunDirectoryError,
  StoredFileError,
  WeightsFileError,
];

/** Says why an attempt failed, and whether another would fail alike. */
function failureOf(error: unknown): JobResult {
  const reason = reasonInSuite(error);
  const isFinal = FINAL_ERRORS.some((type) => error instanceof type);
  const isBusy = error instanceof BusyError;
  return { type: 'failed', reason, isFinal, ...(isBusy ? { isBusy } : {}) };
}

/** Writes a time limit as the user gives one. */
function secondsOf(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}

/** How long an attempt waits for another process to leave the run's directory, in ms, and how it looks. */
const BUSY_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/**
 * Runs a job from its settings to its files, or goes on with it where an earlier attempt stopped. Waits a
 * while for a process that still works on the run, as one does whose coordinator has just been killed.
 * A diverged run is a finished one.
 * @returns what came of it; never rejects
 */
export async function runJob(
  context: JobContext,
  job: Job,
  options: RunJobOptions,
): Promise<JobResult> {
  const { signal } = options;
  const busyUntilMs = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await attemptOrRepair(context, job, options);
    } catch (error) {
      const isWorthWaiting = error instanceof BusyError && performance.now() < busyUntilMs;
      if (!isWorthWaiting) return failureOf(error);
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return { type: 'interrupted', step: 0 };
    }
  }
}

async function attemptOrRepair(
  context: JobContext,
  job: Job,
  options: RunJobOptions,
): Promise<JobResult> {
  try {
    return await attempt(context, job, options, false);
  } catch (error) {
    if (!options.repair || !isRepairable(error)) throw error;
    options.onWarning?.(repairText(error));
    return attempt(context, job, options, true);
  }
}

async function attempt(
  context: JobContext,
  job: Job,
  options: RunJobOptions,
  fresh: boolean,
): Promise<JobResult> {
  const { host, kernels, signal, timeLimitMs, onStep, onWarning } = options;
  const { out } = context;
  const { shorterRuns = openShorterRuns(out) } = options;
  let isReused = false;
  const summary = await executeRun(specOfJob(context, job), {
    out,
    baseDirectory: context.dataDirectory,
    weightsDirectory: context.weightsDirectory,
    expectedRunId: job.runId,
    // The run before on a search's rungs has been made since the look.
    shorterRuns: async (ids) =>
      job.extends === undefined
        ? shorterRuns(job.name, ids)
        : [runDirectoryOf(out, job.name, job.extends), ...(await shorterRuns(job.name, ids))],
    fresh,
    host,
    signal,
    ...(kernels === undefined ? {} : { kernels }),
    ...(timeLimitMs === undefined ? {} : { maxTimeMs: timeLimitMs }),
    ...(onWarning === undefined ? {} : { onWarning }),
    onStart: ({ reused }) => {
      isReused = reused;
    },
    onEvent: (event) => {
      if (event.type === 'step' && !isReused) onStep?.(event.step, event.loss);
    },
  });
  const { outcome, step, durationMs, resultSha256 } = summary;
  if (resultSha256 !== null) {
    return { type: 'finished', outcome, step, durationMs, resultSha256, isReused };
  }
  if (signal.aborted || timeLimitMs === undefined) return { type: 'interrupted', step };
  const kept = step > 0 ? `; a checkpoint of step ${step} stands` : ' before its first step';
  const reason = `took longer than ${secondsOf(timeLimitMs)}${kept}`;
  return { type: 'failed', reason, isFinal: true };
}
