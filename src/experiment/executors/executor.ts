// What an executor is: something that runs the jobs of a suite, here or on other machines. Truth about
// what is done lies in the files of the runs, never in an executor; all of them call the same runJob.

import type { Outcome } from '../../training/events.ts';
import type { Job, JobContext } from '../batch/manifest.ts';

/** What happens to jobs, as an executor tells of it. */
export type JobEvent =
  | { readonly type: 'started'; readonly index: number; readonly worker: string }
  /** Updates done so far; now and then, where the executor can tell. */
  | {
      readonly type: 'progress';
      readonly index: number;
      readonly step: number;
      /** Training loss of the last of them, where known. */
      readonly loss?: number;
    }
  /** Something of the run was found damaged and is not needed. */
  | { readonly type: 'warning'; readonly index: number; readonly message: string }
  | {
      readonly type: 'finished';
      readonly index: number;
      readonly outcome: Outcome;
      readonly step: number;
      readonly durationMs: number;
    }
  /** An attempt failed and another will follow. */
  | {
      readonly type: 'retried';
      readonly index: number;
      readonly attempt: number;
      readonly reason: string;
    }
  /** Another process works on the run: it is looked at again later, which costs no attempt. */
  | { readonly type: 'busy'; readonly index: number; readonly reason: string }
  /** The last attempt failed. */
  | {
      readonly type: 'failed';
      readonly index: number;
      readonly attempts: number;
      readonly reason: string;
    };

/** How jobs are to be run; nothing here can change a result. */
export interface ExecuteOptions {
  readonly context: JobContext;
  /** The suite's own directory, for what an executor has to write. */
  readonly directory: string;
  /** Attempts before a job counts as failed, at least 1. */
  readonly attempts: number;
  /** Ends an attempt that takes longer, in ms. */
  readonly timeLimitMs?: number;
  /** Trains a run afresh of which a file is damaged; without it such a run fails. */
  readonly repair?: boolean;
  /** Cancels: running jobs end after the step under way with a checkpoint, no other starts. */
  readonly signal: AbortSignal;
  /** Called for everything that happens to a job. */
  readonly onEvent: (event: JobEvent) => void;
}

/** Runs jobs. */
export interface Executor {
  /** As `--executor` names it. */
  readonly name: string;
  /**
   * Runs jobs, each to a `finished` or `failed` event unless it is cancelled; resolves once nothing of
   * them runs any more.
   * @throws ExecutorError where the engine itself cannot be used
   */
  execute(jobs: readonly Job[], options: ExecuteOptions): Promise<void>;
}

/** Thrown where an engine is missing, refuses, or cannot be reached. */
export class ExecutorError extends Error {
  override readonly name = 'ExecutorError';
}
