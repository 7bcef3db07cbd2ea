// Which numbers of a surface get which share of the colours: linear or by logarithm, from the
// smallest to the largest finite one.
import type { ColorScale } from '../../experiment/surface/surface.ts';

/** Ends of the colours, and where a number stands between them. */
export interface ColorRange {
  readonly scale: ColorScale;
  /** Number that is purple: the smallest finite one (on a log scale the smallest above 0). */
  readonly min: number;
  /** Number that is red. */
  readonly max: number;
  /** Share of a number in [0, 1]; NaN for one that is not finite. */
  shareOf(value: number): number;
  /** Number at a share. */
  valueAt(share: number): number;
}

/** Decades a log scale shows at most below its largest number: what is smaller counts as purple. */
const MOST_DECADES = 12;

/**
 * Finds the range of values.
 *
 * @param values - numbers of a surface, in any order.
 * @param scale - linear or log.
 * @returns the range; min and max are NaN where no value can be shown.
 */
export function colorRange(values: Iterable<number>, scale: ColorScale): ColorRange {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (scale === 'log' && !(value > 0))) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) {
    const none = Number.NaN;
    return { scale, min: none, max: none, shareOf: () => none, valueAt: () => none };
  }
  return scale === 'log' ? logRange(low, high) : linearRange(low, high);
}

function linearRange(min: number, max: number): ColorRange {
  const span = max - min;
  return {
    scale: 'linear',
    min,
    max,
    shareOf: (value) => {
      if (!Number.isFinite(value)) return Number.NaN;
      return span > 0 ? (value - min) / span : 0;
    },
    valueAt: (share) => min + span * share,
  };
}

function logRange(low: number, max: number): ColorRange {
  const top = Math.log10(max);
  const bottom = Math.max(Math.log10(low), top - MOST_DECADES);
  const isCut = bottom > Math.log10(low);
  const span = top - bottom;
  return {
    scale: 'log',
    // The power of a logarithm may lie above the number itself.
    min: isCut ? 10 ** bottom : low,
    max,
    shareOf: (value) => {
      if (!Number.isFinite(value)) return Number.NaN;
      if (!(value > 0) || span === 0) return 0;
      return Math.min(1, Math.max(0, (Math.log10(value) - bottom) / span));
    },
    valueAt: (share) => 10 ** (bottom + span * share),
  };
}
