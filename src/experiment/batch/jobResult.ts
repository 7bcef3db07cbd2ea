// What came of one attempt at a job, as a worker reports it: plain data, fit for messages and files.
import type { Outcome } from '../../training/events.ts';

/** What came of an attempt. */
export type JobResult =
  | {
      readonly type: 'finished';
      readonly outcome: Outcome;
      /** Updates done. */
      readonly step: number;
      readonly durationMs: number;
      /** Hash in result.json. */
      readonly resultSha256: string;
      /** Whether the run was finished before and nothing was trained. */
      readonly isReused: boolean;
    }
  /** Cancelled; its checkpoint stands and another attempt goes on from it. */
  | { readonly type: 'interrupted'; readonly step: number }
  /** Failed; `isFinal` where another attempt would fail alike: a config or data error. */
  | {
      readonly type: 'failed';
      readonly reason: string;
      readonly isFinal: boolean;
      /** Whether it was only that another process works in the run's directory: no fault of the run. */
      readonly isBusy?: boolean;
    };
