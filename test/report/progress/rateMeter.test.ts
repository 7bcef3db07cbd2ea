import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateMeter } from '../../../src/report/progress/rateMeter.ts';

describe('createRateMeter', () => {
  it('measures counts per second', () => {
    const meter = createRateMeter(100, 0);
    meter.note(150, 500);
    expect(meter.perSecond()).toBe(100);
  });

  it('knows nothing before time has passed', () => {
    const meter = createRateMeter(0, 7);
    expect(meter.perSecond()).toBeNull();
    meter.note(1, 7);
    expect(meter.perSecond()).toBeNull();
  });

  it('forgets what lies more than about ten seconds back', () => {
    const meter = createRateMeter(0, 0);
    for (let second = 1; second <= 60; second += 1) {
      meter.note(second <= 30 ? second : 30 + (second - 30) * 10, second * 1000);
    }
    expect(meter.perSecond()).toBeCloseTo(10, 6);
  });

  it('gives no negative or undefined rate however the clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.constant(Number.NaN))), (times) => {
        const meter = createRateMeter(0, 0);
        times.forEach((time, i) => {
          meter.note(i + 1, time);
          const rate = meter.perSecond();
          if (rate !== null) {
            expect(Number.isFinite(rate)).toBe(true);
            expect(rate).toBeGreaterThanOrEqual(0);
          }
        });
      }),
    );
  });
});
