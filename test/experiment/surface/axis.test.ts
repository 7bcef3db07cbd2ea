// Values along an axis: ends exactly, in order, the same both ways.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Axis, axisValue, axisValues } from '../../../src/experiment/surface/axis.ts';

const end = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const axes = fc
  .record({ min: end, max: end, count: fc.integer({ min: 2, max: 300 }) })
  .map((ends): Axis => ({ name: 'w', ...ends }));

/** Below it a double has fewer digits. */
const SMALLEST_NORMAL = 2.3e-308;

describe('an axis', () => {
  it('takes both ends exactly', () => {
    fc.assert(
      fc.property(axes, (axis) => {
        expect(axisValue(axis, 0)).toBe(axis.min);
        expect(axisValue(axis, axis.count - 1)).toBe(axis.max);
      }),
    );
  });

  it('never leaves its ends', () => {
    const close = fc
      .tuple(end, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 2, max: 300 }))
      .map(([min, steps, count]): Axis => {
        return { name: 'w', min, max: min + steps * Number.EPSILON * Math.abs(min), count };
      });
    fc.assert(
      fc.property(fc.oneof(axes, close), (axis) => {
        const [low, high] = [Math.min(axis.min, axis.max), Math.max(axis.min, axis.max)];
        expect(axisValues(axis).every((value) => low <= value && value <= high)).toBe(true);
      }),
    );
  });

  it('runs from min to max without turning back where doubles can tell its values apart', () => {
    fc.assert(
      fc.property(axes, (axis) => {
        const spacing = Math.abs(axis.max - axis.min) / (axis.count - 1);
        const largest = Math.max(Math.abs(axis.min), Math.abs(axis.max));
        fc.pre(spacing > 8 * Number.EPSILON * largest && spacing > SMALLEST_NORMAL);
        const values = axisValues(axis);
        expect(values).toHaveLength(axis.count);
        const sign = axis.min <= axis.max ? 1 : -1;
        values.slice(1).forEach((value, i) => {
          expect(sign * (value - values[i]!)).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('has the same values in the other order where its ends change places', () => {
    fc.assert(
      fc.property(axes, (axis) => {
        const reversed = axisValues({ ...axis, min: axis.max, max: axis.min });
        expect(reversed.reverse()).toEqual(axisValues(axis));
      }),
    );
  });

  it('spreads its values evenly', () => {
    expect([...axisValues({ name: 'w', min: 3, max: 7, count: 5 })]).toEqual([3, 4, 5, 6, 7]);
    expect([...axisValues({ name: 'b', min: 1, max: -1, count: 3 })]).toEqual([1, 0, -1]);
  });

  it('of one value has its min', () => {
    expect([...axisValues({ name: 'b', min: -2.6, max: -2.6, count: 1 })]).toEqual([-2.6]);
  });
});
