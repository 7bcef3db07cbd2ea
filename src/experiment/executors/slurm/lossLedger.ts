// Who is to blame when a task ends without the results of its runs, and when a run is given up. A run
// that was told to end, by a time limit or for a job of higher rank, and got on before, is not.
import type { OpenRun } from '../runWatch.ts';

/** What follows from the loss of a task for one of its runs. */
export interface Loss {
  readonly runId: string;
  readonly index: number;
  /** Tasks that this run was lost with. */
  readonly count: number;
  /** Whether it is not to be tried again. */
  readonly isGivenUp: boolean;
}

/** Keeps count of lost runs. */
export interface LossLedger {
  /** Notes where a run stands when it is submitted. */
  noteSubmitted(run: OpenRun): void;
  /**
   * Counts the loss of a task.
   * @param runs those of its runs that are open
   * @param wasInterrupted whether the task ended because it was told to
   * @returns what follows for the runs that are to blame: those that had begun, or all where none had
   */
  count(runs: readonly OpenRun[], wasInterrupted: boolean): Loss[];
  /** Whether a run was lost before. */
  isSuspect(runId: string): boolean;
}

/**
 * Starts a ledger.
 * @param attempts losses that end a run
 */
export function createLossLedger(attempts: number): LossLedger {
  const steps = new Map<string, number>();
  const counts = new Map<string, number>();
  return {
    noteSubmitted({ job, step }) {
      steps.set(job.runId, step);
    },
    count(runs, wasInterrupted) {
      const begun = runs.filter(({ hasBegun }) => hasBegun);
      const blamed = (begun.length > 0 ? begun : runs).filter(
        ({ job, step }) => !wasInterrupted || step <= (steps.get(job.runId) ?? 0),
      );
      return blamed.map(({ job: { runId, index } }) => {
        const count = (counts.get(runId) ?? 0) + 1;
        counts.set(runId, count);
        return { runId, index, count, isGivenUp: count >= attempts };
      });
    },
    isSuspect: (runId) => counts.has(runId),
  };
}
