// Derivatives by finite differences, and when one counts as equal to an analytic derivative: the
// one metric of `rnn gradcheck` and of the gradient tests.

/** Step h of the difference, in units of the parameter; the outermost points lie at ±2h. */
export const DIFFERENCE_STEP = 5e-4;

/**
 * Derivative at 0 by the central difference of fourth order,
 * (−f(2h) + 8f(h) − 8f(−h) + f(−2h)) / 12h. For a function and derivatives near 1 and h as it is by
 * default, truncation and rounding errors both lie near 1e-12.
 * @param f function of a displacement from the point; called four times
 * @param step h, above 0
 */
export function derivative(f: (displacement: number) => number, step = DIFFERENCE_STEP): number {
  const near = f(step) - f(-step);
  const far = f(2 * step) - f(-2 * step);
  return (8 * near - far) / (12 * step);
}

/**
 * How far apart two derivatives may be: relative · max(|analytic|, |numeric|) + ofLargest · the
 * tensor's largest entry + ofValue · |the function's value|. The second term is for entries that
 * are a small remainder of large terms; the third is what the rounding of the function does to a
 * difference at the default step.
 */
export const TOLERANCE = { relative: 1e-6, ofLargest: 1e-9, ofValue: 1e-11 } as const;

/** What a difference of two derivatives is measured against, besides themselves. */
export interface Scale {
  /** Largest magnitude among the numeric derivatives of the tensor. */
  readonly largest: number;
  /** Magnitude of the function at the point; 0 leaves the rounding of the function out. */
  readonly value: number;
  /** Step of the numeric derivative; rounding weighs the more the smaller it is. */
  readonly step?: number;
}

/** Magnitude at and below which rounding of the function decides a difference. */
export function roundingFloor({ value, step = DIFFERENCE_STEP }: Scale): number {
  return TOLERANCE.ofValue * Math.abs(value) * (DIFFERENCE_STEP / step);
}

/**
 * Distance of two derivatives in such a unit that they agree up to `TOLERANCE.relative`:
 * |a − n| / (max(|a|, |n|) + 1e-3 · largest + 1e-5 · |value|).
 * @returns at least 0; Infinity where either is not finite
 */
export function relativeDifference(analytic: number, numeric: number, scale: Scale): number {
  const { relative, ofLargest } = TOLERANCE;
  const distance = Math.abs(analytic - numeric);
  if (!Number.isFinite(distance)) return Infinity;
  if (distance === 0) return 0;
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  return distance / (size + (ofLargest * scale.largest + roundingFloor(scale)) / relative);
}

/** Whether an analytic and a numeric derivative count as equal. */
export function agrees(analytic: number, numeric: number, scale: Scale): boolean {
  return relativeDifference(analytic, numeric, scale) <= TOLERANCE.relative;
}
