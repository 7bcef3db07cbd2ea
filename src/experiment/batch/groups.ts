// The runs of a suite in groups that stand alike on some axes, and what each group came to. The order
// in which runs come changes no bit of it.
import type { Label } from './manifest.ts';
import type { FinishedJob, SuiteRun, SuiteRunState } from './results.ts';
import { type MedianSteps, medianSteps, type StepsToSolve } from './statistics/medianSteps.ts';
import { describeSample, type Sample } from './statistics/sample.ts';
import { type ShareEstimate, wilsonInterval } from './statistics/wilsonInterval.ts';

/** The run with the lowest value of a measure. */
export interface BestRun {
  readonly value: number;
  /** Place in the manifest. */
  readonly index: number;
  readonly runId: string;
  /** Its label on the axis `seed`, where there is one. */
  readonly seed?: Label;
}

/** A number of the last evaluation over the runs of a group; those that diverged are left out. */
export interface Measure extends Sample {
  /** The lowest; of equal ones the first in the manifest. */
  readonly best: BestRun | null;
}

/** How many runs there are of each state. */
export type StateCounts = Readonly<Record<SuiteRunState['type'], number>>;

/** What a group of runs came to. */
export interface GroupSummary {
  /** Where its runs stand on the axes they are grouped by; axes that do not apply are left out. */
  readonly labels: Readonly<Record<string, Label>>;
  readonly runCount: number;
  readonly states: StateCounts;
  readonly solvedCount: number;
  readonly divergedCount: number;
  /**
   * Share that solved its task of the finished runs that say when it is solved, with Wilson's 95%
   * interval; null without any.
   */
  readonly success: ShareEstimate | null;
  /** Median updates to solve over the same runs; null without any. */
  readonly stepsToSolve: MedianSteps | null;
  readonly loss: Measure;
  /** Share of wrong predictions; of a task that has none, empty. */
  readonly error: Measure;
}

/** A finished run. */
export interface FinishedRun {
  readonly run: SuiteRun;
  readonly result: FinishedJob;
}

/** Picks the finished runs, with their results. */
export function finishedRuns(runs: readonly SuiteRun[]): FinishedRun[] {
  return runs.flatMap((run) => (run.state.type === 'finished' ? [{ run, result: run.state }] : []));
}

/** Tells how long a run took to solve its task. */
export function stepsToSolve({ outcome, step }: FinishedJob): StepsToSolve {
  if (outcome === 'diverged') return { type: 'never' };
  return { type: outcome === 'solved' ? 'solved' : 'unsolved', step };
}

/** Text of where a run stands on some axes, different for different labels: 1 is not '1'. */
export function placeOf({ job }: SuiteRun, axes: readonly string[]): string {
  return JSON.stringify(axes.map((axis) => labelOf(job.labels, axis) ?? null));
}

/** Label on an axis; undefined where the axis does not apply. */
export function labelOf(labels: Readonly<Record<string, Label>>, axis: string): Label | undefined {
  return Object.hasOwn(labels, axis) ? labels[axis] : undefined;
}

/** Counts runs by state. */
export function countStates(runs: readonly SuiteRun[]): StateCounts {
  const counts = { finished: 0, open: 0, interrupted: 0, failed: 0, damaged: 0 };
  for (const { state } of runs) counts[state.type] += 1;
  return counts;
}

/**
 * Summarizes runs in groups.
 * @param by axes on which the runs of a group stand alike; without any, all runs are one group
 * @returns groups in the order of their first jobs in the manifest
 */
export function summarizeGroups(runs: readonly SuiteRun[], by: readonly string[]): GroupSummary[] {
  const groups = new Map<string, SuiteRun[]>();
  for (const run of [...runs].sort((a, b) => a.job.index - b.job.index)) {
    const place = placeOf(run, by);
    const group = groups.get(place);
    if (group) group.push(run);
    else groups.set(place, [run]);
  }
  return Array.from(groups.values(), (group) => summarizeGroup(group, by));
}

/** @param runs at least one, in the order of the manifest */
function summarizeGroup(runs: readonly SuiteRun[], by: readonly string[]): GroupSummary {
  const labels = runs[0]?.job.labels ?? {};
  const finished = finishedRuns(runs);
  const countOf = (outcome: FinishedJob['outcome']) =>
    finished.filter(({ result }) => result.outcome === outcome).length;
  const solvedCount = countOf('solved');
  const solvable = finished.filter(({ run }) => run.canSolve);
  return {
    labels: Object.fromEntries(
      by.flatMap((axis) => {
        const label = labelOf(labels, axis);
        return label === undefined ? [] : [[axis, label] as const];
      }),
    ),
    runCount: runs.length,
    states: countStates(runs),
    solvedCount,
    divergedCount: countOf('diverged'),
    success: wilsonInterval(solvedCount, solvable.length),
    stepsToSolve: medianSteps(solvable.map(({ result }) => stepsToSolve(result))),
    loss: measure(finished, ({ evaluation }) => evaluation?.loss ?? null),
    error: measure(finished, ({ evaluation }) => evaluation?.error ?? null),
  };
}

/** The last evaluation of a run that diverged is of an earlier network: it says nothing of the end. */
function measure(
  runs: readonly FinishedRun[],
  read: (result: FinishedJob) => number | null,
): Measure {
  const values: number[] = [];
  let best: BestRun | null = null;
  for (const { run, result } of runs) {
    const value = result.outcome === 'diverged' ? null : read(result);
    if (value === null) continue;
    values.push(value);
    if (Number.isFinite(value) && (best === null || value < best.value)) best = bestOf(run, value);
  }
  return { ...describeSample(values), best };
}

function bestOf({ job: { index, runId, labels } }: SuiteRun, value: number): BestRun {
  const seed = labelOf(labels, 'seed');
  return { value, index, runId, ...(seed === undefined ? {} : { seed }) };
}
