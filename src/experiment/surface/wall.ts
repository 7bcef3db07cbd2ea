// The analytic wall of a toy: where its start is an unstable fixed point, so that the slightest change
// sends the state one way or the other.
import type { Axis } from './axis.ts';
import type { Curve, Place } from './surface.ts';
import { type ToySource, toyStart } from './toySource.ts';

/**
 * The line u = z_0 − w·h_0, on which z_0 is a fixed point of z → w·f(z) + u, as far as the fixed point
 * is unstable: |w·f'(z_0)| > 1.
 */
export interface Wall {
  /** z_0, the value of u at w = 0. */
  readonly offset: number;
  /** −h_0, the change of u with w. */
  readonly slope: number;
  /** 1/|f'(z_0)|: the wall exists for |w| above it. */
  readonly fromWeight: number;
}

/** |f'(z)| from h = f(z). */
const steepness: Readonly<Record<ToySource['activation'], (h: number) => number>> = {
  sigmoid: (h) => h * (1 - h),
  tanh: (h) => 1 - h * h,
  relu: (h) => (h > 0 ? 1 : 0),
  linear: () => 1,
};

/**
 * Finds the wall of a toy.
 * @returns null where its start is no fixed point for any parameters
 * @see Pascanu et al. (2013), section 2.2; for σ and the paper's start b = 0.5 − 0.6225·w, w > 4.2553.
 */
export function wallOf(source: ToySource): Wall | null {
  const { preactivation, state } = toyStart(source);
  const derivative = steepness[source.activation](state);
  if (!Number.isFinite(preactivation) || !(derivative > 0)) return null;
  return { offset: preactivation, slope: -state, fromWeight: 1 / derivative };
}

/**
 * Cuts the wall to a window.
 * @returns at most two straight curves of two places each: for positive and for negative w
 */
export function wallCurves(wall: Wall, x: Axis, y: Axis, xIsRecurrent: boolean): Curve[] {
  const [weight, input] = xIsRecurrent ? [x, y] : [y, x];
  const inputAt = (w: number) => wall.offset + wall.slope * w;
  const branches: readonly (readonly [number, number])[] = [
    [Number.NEGATIVE_INFINITY, -wall.fromWeight],
    [wall.fromWeight, Number.POSITIVE_INFINITY],
  ];
  return branches.flatMap((branch) => {
    const range = intersect(intersect(branch, endsOf(weight)), weightsFor(wall, endsOf(input)));
    if (range === null) return [];
    const placeAt = (w: number): Place =>
      xIsRecurrent ? { x: w, y: inputAt(w) } : { x: inputAt(w), y: w };
    return [range.map(placeAt)];
  });
}

type Range = readonly [low: number, high: number];

const endsOf = ({ min, max }: Axis): Range => [Math.min(min, max), Math.max(min, max)];

function intersect(a: Range | null, b: Range | null): Range | null {
  if (a === null || b === null) return null;
  const range: Range = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return range[0] <= range[1] ? range : null;
}

/** Weights for which the wall's u lies within a range. */
function weightsFor({ offset, slope }: Wall, [low, high]: Range): Range | null {
  if (slope === 0) {
    return low <= offset && offset <= high
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : null;
  }
  const [a, b] = [(low - offset) / slope, (high - offset) / slope];
  return [Math.min(a, b), Math.max(a, b)];
}
