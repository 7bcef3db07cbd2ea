// A series brought to the columns of a plot: neighbours are merged with their extremes kept, empty
// columns are bridged, and what cannot be drawn leaves a gap and is counted.
import { pooledMean } from '../pooledMean.ts';
import type { SeriesPoint } from '../seriesRecorder.ts';
import { type ScaleKind, transform } from './scale.ts';

/** What one column of a plot shows of a series, in transformed values. */
export interface PlotColumn {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** A series as a plot draws it. */
export interface ResampledSeries {
  /** One entry per column, null where nothing is drawn. */
  readonly columns: readonly (PlotColumn | null)[];
  /** How many values were NaN or infinite. */
  readonly nonFiniteCount: number;
  /** How many finite values a log scale has no place for. */
  readonly notPositiveCount: number;
}

/** Places on the x axis of the first and the last column; the first may exceed the last. */
export interface XRange {
  readonly first: number;
  readonly last: number;
}

interface Bucket {
  low: number;
  middle: number;
  high: number;
  count: number;
}

/** Fills the columns between two neighbouring drawn ones on a straight line. */
function bridge(columns: (PlotColumn | null)[], from: number, to: number): void {
  const [left, right] = [columns[from], columns[to]];
  if (!left || !right) return;
  for (let column = from + 1; column < to; column += 1) {
    const share = (column - from) / (to - from);
    const middle = left.middle * (1 - share) + right.middle * share;
    columns[column] = { low: middle, middle, high: middle };
  }
}

/**
 * Brings a series to the columns of a plot.
 *
 * @param points - the series, left to right.
 * @param kind - the y scale.
 * @param width - columns, at least 1.
 * @param range - the x axis.
 */
export function resample(
  points: readonly SeriesPoint[],
  kind: ScaleKind,
  width: number,
  range: XRange,
): ResampledSeries {
  const buckets: (Bucket | null)[] = Array.from({ length: width }, () => null);
  const columns: (PlotColumn | null)[] = Array.from({ length: width }, () => null);
  let nonFiniteCount = 0;
  let notPositiveCount = 0;
  /** Column of the last point, and whether it could be drawn: a gap must not be bridged. */
  let previous: number | null = null;
  const bridges: [from: number, to: number][] = [];

  for (const point of points) {
    const span = range.last - range.first;
    const place = span !== 0 ? (point.xLast - range.first) / span : 0;
    const column = Math.min(width - 1, Math.max(0, Math.round(place * (width - 1))));
    const middle = transform(kind, point.mean);
    nonFiniteCount += point.nonFiniteCount;
    if (!Number.isFinite(middle)) {
      notPositiveCount += point.count;
      previous = null;
      continue;
    }
    const bucket = buckets[column] ?? { low: middle, middle, high: middle, count: 0 };
    // On a log scale the smallest value of a bucket may be 0 or below: drawn down to the bottom.
    const low = transform(kind, point.min);
    bucket.low = Math.min(bucket.low, Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low);
    bucket.high = Math.max(bucket.high, transform(kind, point.max));
    bucket.middle = pooledMean(bucket.middle, bucket.count, middle, point.count);
    bucket.count += point.count;
    buckets[column] = bucket;
    if (previous !== null && column - previous > 1) bridges.push([previous, column]);
    previous = column;
  }

  buckets.forEach((bucket, column) => {
    if (bucket === null) return;
    const { low, middle, high } = bucket;
    columns[column] = { low, middle, high };
  });
  for (const [from, to] of bridges) bridge(columns, from, to);
  return { columns, nonFiniteCount, notPositiveCount };
}
