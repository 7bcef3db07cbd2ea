import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeriesRecorder, type SeriesPoint } from '../../src/report/seriesRecorder.ts';

const record = (values: readonly number[], bucketCount?: number): SeriesPoint[] => {
  const recorder = createSeriesRecorder(bucketCount);
  for (const [index, value] of values.entries()) recorder.add(index + 1, value);
  return recorder.points();
};

const total = (points: readonly SeriesPoint[], key: 'count' | 'nonFiniteCount') =>
  points.reduce((sum, point) => sum + point[key], 0);

describe('createSeriesRecorder', () => {
  it('keeps every value apart while there is room', () => {
    expect(record([3, 1])).toEqual([
      { x: 1, xLast: 1, min: 3, mean: 3, max: 3, count: 1, nonFiniteCount: 0 },
      { x: 2, xLast: 2, min: 1, mean: 1, max: 1, count: 1, nonFiniteCount: 0 },
    ]);
  });

  it('is empty before the first value', () => {
    expect(record([])).toEqual([]);
  });

  it('keeps a spike of one step among a million', () => {
    const recorder = createSeriesRecorder();
    for (let step = 1; step <= 1_000_000; step += 1) recorder.add(step, step === 777_777 ? 50 : 1);
    const points = recorder.points();
    expect(points.length).toBeLessThanOrEqual(2000);
    const spike = points.filter(({ max }) => max === 50);
    expect(spike).toHaveLength(1);
    expect(spike[0]?.x).toBeLessThanOrEqual(777_777);
    expect(spike[0]?.xLast).toBeGreaterThanOrEqual(777_777);
    expect(points.at(-1)?.xLast).toBe(1_000_000);
  });

  it('keeps extremes, mean, counts and order of any series in bounded memory', () => {
    const value = fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (values) => {
        const points = record(values, 8);
        const finite = values.filter(Number.isFinite);
        expect(points.length).toBeLessThanOrEqual(8);
        expect(total(points, 'count')).toBe(finite.length);
        expect(total(points, 'nonFiniteCount')).toBe(values.length - finite.length);
        const filled = points.filter(({ count }) => count > 0);
        expect(Math.min(...filled.map(({ min }) => min))).toBe(Math.min(...finite));
        expect(Math.max(...filled.map(({ max }) => max))).toBe(Math.max(...finite));
        const sum = filled.reduce((all, { mean, count }) => all + mean * count, 0);
        expect(sum).toBeCloseTo(
          finite.reduce((all, one) => all + one, 0),
          3,
        );
        points.forEach((point, i) => {
          expect(point.x).toBe((points[i - 1]?.xLast ?? 0) + 1);
        });
      }),
    );
  });

  it('leaves the points it has given as they were', () => {
    const recorder = createSeriesRecorder(2);
    for (const x of [1, 2, 3]) recorder.add(x, x);
    const before = recorder.points();
    const copy = structuredClone(before);
    recorder.add(4, 9);
    expect(before).toEqual(copy);
    expect(recorder.points()).not.toEqual(copy);
  });

  it('averages values near the largest double without overflow', () => {
    const points = record([Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 0], 2);
    expect(points.every(({ mean }) => Number.isFinite(mean))).toBe(true);
  });
});
