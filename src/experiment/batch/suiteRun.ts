// A run of a suite with what became of it: plain data, read from files by results.ts.
import type { Evaluation, Outcome } from '../../training/events.ts';
import type { Job } from './manifest.ts';

/** What a finished run came to. */
export interface FinishedJob {
  readonly type: 'finished';
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** The look at test data, else the last validation; null where there was neither. */
  readonly evaluation: Evaluation | null;
  /** The last validation. */
  readonly validation: Evaluation | null;
  /** Hash in result.json. */
  readonly resultSha256: string;
}

/** What became of a job so far. */
export type SuiteRunState =
  | FinishedJob
  /** Not begun, or without a checkpoint yet. */
  | { readonly type: 'open' }
  /** Has a checkpoint after so many updates to go on from, and may be running now. */
  | { readonly type: 'interrupted'; readonly step: number }
  /** No attempt succeeded. */
  | { readonly type: 'failed'; readonly attempts: number; readonly reason: string }
  /** A file of it cannot be used; `isRepairable` where training it afresh would help. */
  | { readonly type: 'damaged'; readonly reason: string; readonly isRepairable: boolean };

/** A job with what became of it. */
export interface SuiteRun {
  readonly job: Job;
  /** The run's directory, which need not be there. */
  readonly directory: string;
  /** Whether its config says when the task is solved. */
  readonly canSolve: boolean;
  readonly state: SuiteRunState;
}
