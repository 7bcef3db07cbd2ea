// A time series in bounded memory: a run of a billion steps leaves about two thousand buckets.
// Buckets hold smallest, mean and largest value, so a spike of one step is never lost.
import { pooledMean } from './pooledMean.ts';

/** One place of a series: a single value, or a bucket of neighbouring ones. */
export interface SeriesPoint {
  /** Place on the x axis; of a bucket, its first value's. */
  readonly x: number;
  /** Place of a bucket's last value; of a single value, x. */
  readonly xLast: number;
  /** Smallest finite value, NaN where there is none. */
  readonly min: number;
  /** Arithmetic mean of the finite values, NaN where there is none. */
  readonly mean: number;
  /** Largest finite value, NaN where there is none. */
  readonly max: number;
  /** How many finite values are in it. */
  readonly count: number;
  /** How many values were NaN or infinite. */
  readonly nonFiniteCount: number;
}

const NO_VALUE = { min: Number.NaN, mean: Number.NaN, max: Number.NaN } as const;

/**
 * Makes a point of one value.
 *
 * @param x - its place on the x axis.
 * @param value - any number.
 */
export function singlePoint(x: number, value: number): SeriesPoint {
  return Number.isFinite(value)
    ? { x, xLast: x, min: value, mean: value, max: value, count: 1, nonFiniteCount: 0 }
    : { x, xLast: x, ...NO_VALUE, count: 0, nonFiniteCount: 1 };
}

/** A bucket that values are still added to. */
type OpenBucket = { -readonly [Key in keyof SeriesPoint]: SeriesPoint[Key] };

/** Adds a value at the right end of a bucket, in place: it happens at every step of a run. */
function addTo(bucket: OpenBucket, x: number, value: number): void {
  bucket.xLast = x;
  if (!Number.isFinite(value)) {
    bucket.nonFiniteCount += 1;
    return;
  }
  const isFirst = bucket.count === 0;
  bucket.min = isFirst ? value : Math.min(bucket.min, value);
  bucket.mean = isFirst ? value : pooledMean(bucket.mean, bucket.count, value, 1);
  bucket.max = isFirst ? value : Math.max(bucket.max, value);
  bucket.count += 1;
}

/** Joins two neighbouring points into one bucket that keeps the extremes and the exact counts. */
function mergePoints(left: SeriesPoint, right: SeriesPoint): SeriesPoint {
  const nonFiniteCount = left.nonFiniteCount + right.nonFiniteCount;
  const place = { x: left.x, xLast: right.xLast };
  if (left.count === 0) return { ...right, ...place, nonFiniteCount };
  if (right.count === 0) return { ...left, ...place, nonFiniteCount };
  return {
    ...place,
    min: Math.min(left.min, right.min),
    mean: pooledMean(left.mean, left.count, right.mean, right.count),
    max: Math.max(left.max, right.max),
    count: left.count + right.count,
    nonFiniteCount,
  };
}

/** Collects a series of any length. */
export interface SeriesRecorder {
  /**
   * Adds the next value.
   *
   * @param x - its place on the x axis (the step), larger than all before.
   * @param value - any number; non-finite ones are counted apart.
   */
  add(x: number, value: number): void;
  /** Gives the buckets so far, left to right. */
  points(): SeriesPoint[];
}

/** Buckets a series keeps when nothing else is asked for: far more than a terminal has columns. */
const DEFAULT_BUCKET_COUNT = 2000;

/**
 * Makes a recorder whose bucket width doubles each time its buckets are used up.
 *
 * @param bucketCount - largest number of buckets, even, at least 2.
 */
export function createSeriesRecorder(bucketCount = DEFAULT_BUCKET_COUNT): SeriesRecorder {
  let buckets: SeriesPoint[] = [];
  let width = 1;
  let open: OpenBucket | null = null;
  const valuesIn = (point: SeriesPoint) => point.count + point.nonFiniteCount;

  const halve = () => {
    const merged: SeriesPoint[] = [];
    for (let i = 0; i < buckets.length; i += 2) {
      const [left, right] = [buckets[i], buckets[i + 1]];
      if (left && right) merged.push(mergePoints(left, right));
    }
    buckets = merged;
    width *= 2;
  };

  return {
    add(x, value) {
      if (open === null) open = singlePoint(x, value);
      else addTo(open, x, value);
      if (valuesIn(open) < width) return;
      buckets.push(open);
      open = null;
      if (buckets.length === bucketCount) halve();
    },
    points: () => (open === null ? [...buckets] : [...buckets, { ...open }]),
  };
}
