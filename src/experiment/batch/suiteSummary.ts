// What a suite came to: its runs in groups, its methods in pairs, one hash over all. Plain data: the
// table of `rnn results` and of `rnn batch`, and the `--json` document.
import { type BestOfSuite, bestOfSuite } from './bestOfSuite.ts';
import {
  compareValues,
  METHOD_AXIS,
  MOST_COMPARED_VALUES,
  type PairedComparison,
  valuesOf,
} from './comparison.ts';
import { countStates, type GroupSummary, type StateCounts, summarizeGroups } from './groups.ts';
import type { SuiteResults } from './results.ts';
import { hashResults } from './resultsHash.ts';

/** Axis over which groups are taken by default. */
const SEED_AXIS = 'seed';

/** How a suite is summarized. */
export interface SummaryOptions {
  /** Axes that make groups; by default all but `seed`. */
  readonly by?: readonly string[];
  /** Axis whose values are compared; by default `method` where there is one; null for none. */
  readonly compare?: string | null;
}

/** A job of which no attempt succeeded. */
export interface FailedRun {
  /** Name of the run. */
  readonly name: string;
  /** 64 hex digits. */
  readonly runId: string;
  /** Attempts made. */
  readonly attempts: number;
  /** What the last one said. */
  readonly reason: string;
}

/** What a suite came to. */
export interface SuiteSummary {
  readonly name: string;
  readonly runCount: number;
  readonly states: StateCounts;
  readonly solvedCount: number;
  readonly divergedCount: number;
  /** Axes that make the groups. */
  readonly by: readonly string[];
  readonly groups: readonly GroupSummary[];
  readonly best: BestOfSuite | null;
  /** Axis whose values are compared, or null. */
  readonly compare: string | null;
  /** One per two values. */
  readonly comparisons: readonly PairedComparison[];
  /** Jobs that failed, in the order of the manifest. */
  readonly failures: readonly FailedRun[];
  /** One hash over all results, or null where one is missing. */
  readonly sha256: string | null;
}

/**
 * Summarizes what became of a suite.
 * @param options axes of it
 */
export function summarizeSuite(results: SuiteResults, options: SummaryOptions = {}): SuiteSummary {
  const { name, axes, runs } = results;
  const { by = axes.filter((axis) => axis !== SEED_AXIS) } = options;
  const compare = options.compare === undefined ? usualComparison(results) : options.compare;
  const groups = summarizeGroups(runs, by);
  return {
    name,
    runCount: runs.length,
    states: countStates(runs),
    solvedCount: groups.reduce((sum, { solvedCount }) => sum + solvedCount, 0),
    divergedCount: groups.reduce((sum, { divergedCount }) => sum + divergedCount, 0),
    by,
    groups,
    best: bestOfSuite(runs),
    compare,
    comparisons: compare === null ? [] : compareValues(results, compare),
    failures: runs.flatMap(({ job: { name, runId }, state }) =>
      state.type === 'failed'
        ? [{ name, runId, attempts: state.attempts, reason: state.reason }]
        : [],
    ),
    sha256: hashResults(runs),
  };
}

function usualComparison({ axes, runs }: SuiteResults): string | null {
  const isComparable =
    axes.includes(METHOD_AXIS) && valuesOf(runs, METHOD_AXIS).length <= MOST_COMPARED_VALUES;
  return isComparable ? METHOD_AXIS : null;
}
