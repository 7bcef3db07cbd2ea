// A whole gradient against finite differences, tensor by tensor. Yields again and again, so that
// whoever drives it can show progress or stop.
import type { Tensor } from '../../math/layout.ts';
import { derivative, relativeDifference } from './differences.ts';
import { type EntryVerdict, judgeEntry } from './entry.ts';
import { chooseEntries } from './sample.ts';
import type { GradientCheckTarget } from './target.ts';

/** One entry of a gradient and the difference it was compared with. */
export interface CheckedEntry {
  readonly row: number;
  readonly column: number;
  readonly analytic: number;
  readonly numeric: number;
  /** See `relativeDifference`; Infinity where one of the two is not finite. */
  readonly relativeDifference: number;
  readonly verdict: EntryVerdict;
}

/** An entry's verdict, or `noInfluence`: every derivative looked at is exactly zero. */
export type TensorVerdict = EntryVerdict | 'noInfluence';

/** The gradient of one tensor. */
export interface TensorCheck {
  /** Name of the target. */
  readonly term: string;
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly entryCount: number;
  readonly checkedCount: number;
  /** Largest magnitude of all analytic entries, checked or not; the first that is not finite. */
  readonly largestAnalytic: number;
  readonly verdict: TensorVerdict;
  /** The compared entry furthest from its difference; null where none could be compared. */
  readonly worst: CheckedEntry | null;
  readonly differingCount: number;
  readonly tooSmallCount: number;
  readonly nonFiniteCount: number;
  /** Entries without a derivative to compare with. */
  readonly notSmooth: readonly CheckedEntry[];
}

/** The gradient of one target. */
export interface TermCheck {
  readonly term: string;
  /** The target's value at the point. */
  readonly value: number;
  /** Why nothing could be checked; null where it was. */
  readonly problem: 'nonFiniteValue' | 'unsteadyValue' | null;
  readonly tensors: readonly TensorCheck[];
}

/** How many entries to check. */
export interface GradientCheckSampling {
  /** Entries per tensor at most; Infinity for all. */
  readonly entries: number;
  /** Seed of the choice. */
  readonly seed: number;
}

/** How many entries a check of the target looks at. */
export function checkedEntryCount({ parameters }: GradientCheckTarget, entries: number): number {
  return parameters.tensors.reduce((sum, tensor) => sum + Math.min(entries, sizeOf(tensor)), 0);
}

/**
 * Checks a target's gradient at its parameters as they are, and leaves them as they are. Costs four
 * passes per entry, and more where a difference disagrees. Yields how many entries were measured
 * since it last did: 1, or 0 while entries are judged.
 */
export function* checkGradient(
  target: GradientCheckTarget,
  sampling: GradientCheckSampling,
): Generator<number, TermCheck> {
  const value = target.value();
  const of = (problem: TermCheck['problem'], tensors: readonly TensorCheck[]): TermCheck => ({
    term: target.name,
    value,
    problem,
    tensors,
  });
  if (!Number.isFinite(value)) return of('nonFiniteValue', []);
  target.fillGradient();
  if (target.value() !== value) return of('unsteadyValue', []);
  const claims = target.gradient.tensors.map((tensor) => target.arena.read(tensor));
  const tensors: TensorCheck[] = [];
  for (const [index, tensor] of target.parameters.tensors.entries()) {
    tensors.push(yield* checkTensor(target, tensor, claims[index] ?? [], value, sampling));
  }
  return of(null, tensors);
}

function* checkTensor(
  target: GradientCheckTarget,
  tensor: Tensor,
  claim: readonly number[],
  value: number,
  { entries, seed }: GradientCheckSampling,
): Generator<number, TensorCheck> {
  const peak = indexOfLargest(claim);
  const indices = chooseEntries(claim.length, entries, peak, seed, tensor.name);
  const first: number[] = [];
  for (const index of indices) {
    first.push(derivative(displaced(target, tensor, index)));
    yield 1;
  }
  const largest = first.reduce(
    (most, numeric) => (Number.isFinite(numeric) ? Math.max(most, Math.abs(numeric)) : most),
    0,
  );
  const checked: CheckedEntry[] = [];
  for (const [k, index] of indices.entries()) {
    const analytic = claim[index]!;
    const f = displaced(target, tensor, index);
    const { verdict, numeric, step } = judgeEntry(f, analytic, first[k]!, { largest, value });
    checked.push({
      row: Math.floor(index / tensor.columns),
      column: index % tensor.columns,
      analytic,
      numeric,
      relativeDifference: relativeDifference(analytic, numeric, { largest, value, step }),
      verdict,
    });
    yield 0;
  }
  const count = (verdict: EntryVerdict): number =>
    checked.filter((entry) => entry.verdict === verdict).length;
  return {
    term: target.name,
    tensor: tensor.name,
    shape: tensor.shape,
    entryCount: claim.length,
    checkedCount: checked.length,
    largestAnalytic: Math.abs(claim[peak]!),
    verdict: verdictOf(checked),
    worst: worstOf(checked),
    differingCount: count('differs'),
    tooSmallCount: count('tooSmall'),
    nonFiniteCount: count('nonFinite'),
    notSmooth: checked.filter(({ verdict }) => verdict === 'notSmooth'),
  };
}

/** The target as a function of the displacement of one entry, which is put back after each call. */
function displaced(
  target: GradientCheckTarget,
  tensor: Tensor,
  index: number,
): (displacement: number) => number {
  const { arena } = target;
  const at = arena.indexOf(tensor, Math.floor(index / tensor.columns), index % tensor.columns);
  const base = arena.elements[at]!;
  return (displacement) => {
    arena.elements[at] = base + displacement;
    const result = target.value();
    arena.elements[at] = base;
    return result;
  };
}

/** Verdicts that can be a whole tensor's, the one that matters most first. */
const ORDER = ['nonFinite', 'differs', 'agrees', 'tooSmall', 'notSmooth'] as const;

function verdictOf(checked: readonly CheckedEntry[]): TensorVerdict {
  // That zero agrees with zero says nothing of the rest.
  const nonZero = checked.filter(({ analytic, numeric }) => analytic !== 0 || numeric !== 0);
  const seen = new Set(nonZero.map(({ verdict }) => verdict));
  return ORDER.find((verdict) => seen.has(verdict)) ?? 'noInfluence';
}

const COMPARED: ReadonlySet<EntryVerdict> = new Set(['agrees', 'differs', 'nonFinite']);

/** The compared entry furthest from its difference, the first of several. */
export function worstOf<Entry extends CheckedEntry>(entries: readonly Entry[]): Entry | null {
  return entries
    .filter(({ verdict }) => COMPARED.has(verdict))
    .reduce<Entry | null>(
      (worst, entry) =>
        worst === null || entry.relativeDifference > worst.relativeDifference ? entry : worst,
      null,
    );
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (!Number.isFinite(value)) return index;
    if (Math.abs(value) > Math.abs(values[best]!)) best = index;
  }
  return best;
}

const sizeOf = ({ rows, columns }: Tensor): number => rows * columns;
