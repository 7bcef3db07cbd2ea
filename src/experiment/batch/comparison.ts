// Two values of one axis, such as two methods, against each other: over pairs of runs that stand alike
// on every other axis, the seed among them, so that what they share cancels out.
import { finishedRuns, labelOf, placeOf, stepsToSolve } from './groups.ts';
import type { Label } from './manifest.ts';
import type { FinishedJob, SuiteResults, SuiteRun } from './results.ts';
import { describeSample, type Sample } from './statistics/sample.ts';
import { signTest } from './statistics/signTest.ts';

/** One value of an axis against another. */
export interface PairedComparison {
  readonly axis: string;
  readonly first: Label;
  readonly second: Label;
  /** Pairs of finished runs that differ on this axis only. */
  readonly pairCount: number;
  /** Finished runs of either value without exactly one partner. */
  readonly unpairedCount: number;
  /** Pairs in which `first` is better: solved in fewer updates, or as good in that and of lower loss. */
  readonly winCount: number;
  readonly tieCount: number;
  readonly lossCount: number;
  /** Exact two-sided p of the sign test over wins and losses, not corrected for other comparisons. */
  readonly pValue: number;
  /** Updates to solve, first − second, over pairs in which both solved. */
  readonly steps: Sample;
  /** Loss of the last evaluation, first − second; not finite where a run diverged. */
  readonly loss: Sample;
}

/** Axis along which methods stand, compared by default. */
export const METHOD_AXIS = 'method';

/** Most values of an axis that are compared, each with each. */
export const MOST_COMPARED_VALUES = 100;

/** Values of an axis in the order of the manifest. */
export function valuesOf(runs: readonly SuiteRun[], axis: string): Label[] {
  const values = new Set<Label>();
  for (const { job } of runs) {
    const value = labelOf(job.labels, axis);
    if (value !== undefined) values.add(value);
  }
  return [...values];
}

/** Finished runs of one value, by where they stand on the other axes. */
type Side = ReadonlyMap<string, readonly FinishedJob[]>;

/**
 * Compares every two values of an axis.
 * @param axis one with at most `MOST_COMPARED_VALUES` values
 */
export function compareValues({ runs, axes }: SuiteResults, axis: string): PairedComparison[] {
  const others = axes.filter((name) => name !== axis);
  const sides = new Map<Label, Map<string, FinishedJob[]>>(
    valuesOf(runs, axis).map((value) => [value, new Map()]),
  );
  for (const { run, result } of finishedRuns(runs)) {
    const value = labelOf(run.job.labels, axis);
    const side = value === undefined ? undefined : sides.get(value);
    if (!side) continue;
    const place = placeOf(run, others);
    const found = side.get(place);
    if (found) found.push(result);
    else side.set(place, [result]);
  }
  const entries = [...sides];
  return entries.flatMap(([first, firstSide], index) =>
    entries
      .slice(index + 1)
      .map(([second, secondSide]) => ({ axis, first, second, ...compare(firstSide, secondSide) })),
  );
}

type Pair = readonly [FinishedJob, FinishedJob];

/** Pairs up runs at places where each side has exactly one: with more, none is the other's partner. */
function pairsOf(first: Side, second: Side): Pair[] {
  return [...first].flatMap(([place, [a, ...more]]): Pair[] => {
    const [b, ...others] = second.get(place) ?? [];
    return a && b && more.length === 0 && others.length === 0 ? [[a, b]] : [];
  });
}

const runCount = (side: Side) =>
  [...side.values()].reduce((count, results) => count + results.length, 0);

function compare(first: Side, second: Side): Omit<PairedComparison, 'axis' | 'first' | 'second'> {
  const pairs = pairsOf(first, second);
  const orders = pairs.map(([a, b]) => better(a, b));
  const winCount = orders.filter((order) => order < 0).length;
  const lossCount = orders.filter((order) => order > 0).length;
  const solved = pairs.filter(([a, b]) => a.outcome === 'solved' && b.outcome === 'solved');
  return {
    pairCount: pairs.length,
    unpairedCount: runCount(first) + runCount(second) - 2 * pairs.length,
    winCount,
    tieCount: pairs.length - winCount - lossCount,
    lossCount,
    pValue: signTest(winCount, lossCount),
    steps: describeSample(solved.map(([a, b]) => a.step - b.step)),
    loss: describeSample(
      pairs.filter((pair) => pair.every(hasLoss)).map(([a, b]) => lossOf(a) - lossOf(b)),
    ),
  };
}

/** Negative where the first is better, 0 where neither is. */
function better(a: FinishedJob, b: FinishedJob): number {
  return ascending(solvingStep(a), solvingStep(b)) || ascending(lossOf(a), lossOf(b));
}

/** Infinities are equal, which their difference does not tell. */
const ascending = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

function solvingStep(result: FinishedJob): number {
  const steps = stepsToSolve(result);
  return steps.type === 'solved' ? steps.step : Number.POSITIVE_INFINITY;
}

const hasLoss = ({ outcome, evaluation }: FinishedJob) =>
  outcome === 'diverged' || evaluation !== null;

/** Loss that orders runs: where a run diverged or has no number, none is worse. */
function lossOf({ outcome, evaluation }: FinishedJob): number {
  const loss = outcome === 'diverged' ? Number.NaN : (evaluation?.loss ?? Number.NaN);
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}
