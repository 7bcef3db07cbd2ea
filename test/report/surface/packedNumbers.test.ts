import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from '../../../src/report/surface/packedNumbers.ts';

const roundTrip = (...values: number[]) => [
  ...unpackNumbers(packNumbers(Float64Array.from(values))),
];

describe('packed numbers', () => {
  it('come back with four digits, whatever their size and sign', () => {
    // 1e-30 of the largest is far inside what the packing can hold.
    const number = fc.double({ min: 1e-20, max: 1e10, noNaN: true });
    const signed = fc.tuple(number, fc.boolean()).map(([size, minus]) => (minus ? -size : size));
    fc.assert(
      fc.property(fc.array(signed, { minLength: 1 }), (values) => {
        roundTrip(...values).forEach((value, index) => {
          expect(Math.abs(value / values[index]! - 1)).toBeLessThan(1.6e-5);
        });
      }),
    );
  });

  it('keep what is not finite, and zero', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0.5];
    expect(roundTrip(...values)).toEqual(values);
    expect(roundTrip(0, 0)).toEqual([0, 0]);
    expect(roundTrip(Number.NaN)).toEqual([Number.NaN]);
    expect(roundTrip()).toEqual([]);
  });

  it('reach beyond the range of 32-bit floats', () => {
    expect(roundTrip(1e300, 3e299)[0]).toBe(1e300);
    expect(roundTrip(1e300, 3e299)[1]).toBeCloseTo(3e299, -295);
    expect(roundTrip(5e-324)).toEqual([5e-324]);
  });

  it('take four characters each', () => {
    const values = Float64Array.from({ length: 10_201 }, (_, index) => Math.sin(index));
    expect(packNumbers(values).base64).toHaveLength(4 * 10_201);
  });
});
