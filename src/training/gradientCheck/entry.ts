// One entry of a gradient against finite differences: is it right, wrong, or is there no derivative
// to compare with? Steps are made smaller only where the first one disagrees.
import { agrees, DIFFERENCE_STEP, derivative, roundingFloor, type Scale } from './differences.ts';

/**
 * - `agrees`: within tolerance;
 * - `differs`: out of tolerance at a place where differences are trustworthy;
 * - `tooSmall`: both derivatives lie below what the rounding of the function leaves visible;
 * - `notSmooth`: differences of several steps, or of both sides, contradict each other, as at the
 *   kink of relu: there is no derivative to compare with;
 * - `nonFinite`: a derivative is NaN or infinite.
 */
export type EntryVerdict = 'agrees' | 'differs' | 'tooSmall' | 'notSmooth' | 'nonFinite';

/** What became of one entry. */
export interface EntryResult {
  readonly verdict: EntryVerdict;
  /** The difference that decided, and its step. */
  readonly numeric: number;
  readonly step: number;
}

/** Each step is this part of the one before: the truncation error falls 4096-fold. */
const REFINEMENT = 1 / 8;
const REFINEMENTS = 3;
/** A difference that moves by less than this part of the disagreement cannot explain it. */
const MOVED_FRACTION = 0.5;

/**
 * Judges an entry.
 * @param f the function of a displacement of this entry
 * @param analytic the claimed derivative
 * @param first the difference at the default step
 */
export function judgeEntry(
  f: (displacement: number) => number,
  analytic: number,
  first: number,
  scale: Scale,
): EntryResult {
  let step = DIFFERENCE_STEP;
  let numeric = first;
  const result = (verdict: EntryVerdict): EntryResult => ({ verdict, numeric, step });
  if (!Number.isFinite(analytic)) return result('nonFinite');
  if (analytic === numeric) return result('agrees');
  if (Math.max(Math.abs(analytic), Math.abs(numeric)) <= roundingFloor(scale)) {
    return result('tooSmall');
  }
  if (agrees(analytic, numeric, scale)) return result('agrees');
  for (let k = 0; k < REFINEMENTS; k++) {
    const before = numeric;
    step *= REFINEMENT;
    numeric = derivative(f, step);
    const disagreement = Math.abs(analytic - numeric);
    const isSteady = Math.abs(numeric - before) <= MOVED_FRACTION * disagreement;
    // A kink beside the point looks like one at the point until the step is small enough.
    if (isSteady && !hasKink(f, disagreement)) return result('differs');
    if (agrees(analytic, numeric, { ...scale, step })) return result('agrees');
  }
  return result(Number.isFinite(numeric) ? 'notSmooth' : 'nonFinite');
}

/**
 * Whether the slopes to the right and to the left differ by enough to explain a disagreement, and do
 * so whatever the step: where a function is smooth, their difference shrinks with the step.
 */
function hasKink(f: (displacement: number) => number, disagreement: number): boolean {
  const center = f(0);
  const gap = (step: number): number => Math.abs((f(step) - center - (center - f(-step))) / step);
  const near = gap(DIFFERENCE_STEP * REFINEMENT);
  return near > MOVED_FRACTION * disagreement && near > MOVED_FRACTION * gap(DIFFERENCE_STEP);
}
