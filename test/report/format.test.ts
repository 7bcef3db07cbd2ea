import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPowerOfTen,
  formatRate,
} from '../../src/report/format.ts';

const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, 1e21));

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1e9, '1,000,000,000'],
    [-12345, '-12,345'],
    [1e21, '1e21'],
  ])('writes %d as %s', (value, text) => expect(formatCount(value)).toBe(text));
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.12, '0.12'],
    [0.0123456, '0.0123'],
    [677.31, '677'],
    [12345.6, '12,346'],
    [999999.6, '1e6'],
    [0.00099996, '0.001'],
    [1.234e-14, '1.23e-14'],
    [5e-324, '4.94e-324'],
    [-2.6123, '-2.61'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('keeps trailing zeros on request', () => {
    expect(formatNumber(5, { keepZeros: true })).toBe('5.00');
    expect(formatNumber(0, { keepZeros: true })).toBe('0.00');
  });

  it('never loses more than its digits allow, and never makes zero of something', () => {
    fc.assert(
      fc.property(anyNumber, (value) => {
        fc.pre(Number.isFinite(value) && Math.abs(value) < 1e308);
        const back = Number(formatNumber(value).replaceAll(',', ''));
        expect(back === 0).toBe(value === 0);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 0.0051);
      }),
    );
  });
});

describe('formatPowerOfTen', () => {
  it('writes powers no double holds', () => {
    expect(formatPowerOfTen(-14)).toBe('1e-14');
    expect(formatPowerOfTen(600.5)).toBe('3.2e600');
    expect(formatPowerOfTen(-6.00001)).toBe('1e-6');
    expect(formatPowerOfTen(0.5)).toBe('3.2');
  });
});

describe('formatPercent', () => {
  it.each([
    [0, '0%'],
    [1, '100%'],
    [0.37, '37%'],
    [0.1234, '12.3%'],
    [0.008, '0.8%'],
    [0.0081, '0.81%'],
    [1e-9, '<0.01%'],
    [0.9995, '99.95%'],
    [0.9999999, '>99.99%'],
    [Number.NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => expect(formatPercent(value)).toBe(text));

  it('says 0% only of 0 and 100% only of 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(formatPercent(value) === '0%').toBe(value === 0);
        expect(formatPercent(value) === '100%').toBe(value === 1);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [850, '850 ms'],
    [999.6, '1 s'],
    [3210, '3.2 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_600, '1 h 00 min'],
    [3_720_000, '1 h 02 min'],
    [86_396_400_000, '999 d 23 h'],
    [Number.POSITIVE_INFINITY, 'unknown'],
    [Number.NaN, 'unknown'],
  ])('writes %d as %s', (value, text) => expect(formatDuration(value)).toBe(text));
});

describe('formatRate', () => {
  it.each([
    [812.4, '812/s'],
    [3.21, '3.2/s'],
    [0.2, '12/min'],
    [0.0025, '9/h'],
    [0, '0/s'],
    [Number.NaN, 'unknown'],
  ])('writes %d as %s', (value, text) => expect(formatRate(value)).toBe(text));
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1536, '1.5 KiB'],
    [2 ** 32, '4 GiB'],
    [2 ** 20 - 1, '1 MiB'],
    [1e20, '88,818 PiB'],
  ])('writes %d as %s', (value, text) => expect(formatBytes(value)).toBe(text));
});
