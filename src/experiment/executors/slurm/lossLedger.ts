// Who is to blame when a task ends without the results of its runs, and when a run is given up: a run
// that gets on between two losses (a time limit, a preemption) is not, however often it happens.
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
   * @returns what follows for the runs that are to blame: those that had begun, or all where none had
   */
  count(runs: readonly OpenRun[]): Loss[];
  /** Whether a run was lost before. */
  isSuspect(runId: string): boolean;
}

/**
 * Starts a ledger.
 * @param attempts losses in a row, without a new checkpoint between them, that end a run
 */
export function createLossLedger(attempts: number): LossLedger {
  const steps = new Map<string, number>();
  const losses = new Map<string, { readonly count: number; readonly idleCount: number }>();
  return {
    noteSubmitted({ job, step }) {
      steps.set(job.runId, step);
    },
    count(runs) {
      const begun = runs.filter(({ hasBegun }) => hasBegun);
      return (begun.length > 0 ? begun : runs).map(({ job, step }) => {
        const { runId, index } = job;
        const before = losses.get(runId) ?? { count: 0, idleCount: 0 };
        const gotOn = step > (steps.get(runId) ?? 0);
        const idleCount = gotOn ? 0 : before.idleCount + 1;
        const count = before.count + 1;
        losses.set(runId, { count, idleCount });
        return { runId, index, count, isGivenUp: idleCount >= attempts };
      });
    },
    isSuspect: (runId) => losses.has(runId),
  };
}
