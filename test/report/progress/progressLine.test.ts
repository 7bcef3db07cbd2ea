import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barLine,
  type ProgressState,
  plainLine,
  remainingMs,
} from '../../../src/report/progress/progressLine.ts';
import { glyphsFor } from '../../../src/report/terminal.ts';

const STATE: ProgressState = {
  step: 1200,
  totalSteps: 10_000,
  loss: 1.234,
  gradientNorm: 0.45,
  updatesPerSecond: 812,
};
const BEFORE: ProgressState = {
  step: 0,
  totalSteps: 10_000,
  loss: null,
  gradientNorm: null,
  updatesPerSecond: null,
};
const ascii = glyphsFor({ unicode: false });

describe('barLine', () => {
  it('shows everything where there is room', () => {
    expect(barLine(STATE, 100, ascii)).toBe(
      ' 12% #-----------   1,200/10,000  loss 1.23  gradient 0.450  812/s  ETA 10.8 s',
    );
  });

  it('gives up the bar and the less important numbers on narrow terminals', () => {
    expect(barLine(STATE, 60, ascii)).toBe(
      ' 12%   1,200/10,000  loss 1.23  gradient 0.450  ETA 10.8 s',
    );
    expect(barLine(STATE, 40, ascii)).toBe(' 12%   1,200/10,000  loss 1.23');
    expect(barLine(STATE, 20, ascii)).toBe(' 12%   1,200/10,000');
  });

  it('says 100% only when all is done', () => {
    expect(barLine({ ...STATE, step: 9_999 }, 100, ascii)).toContain(' 99% ');
    expect(barLine({ ...STATE, step: 10_000 }, 100, ascii)).toMatch(/^100% #+ /);
  });

  it('stays below the width and free of nonsense whatever the numbers', () => {
    const number = fc.oneof(fc.double(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.nat(2_000_000_000),
        fc.nat(1_000_000_000),
        number,
        number,
        fc.option(fc.double({ min: 0, noNaN: true })),
        fc.integer({ min: 20, max: 400 }),
        (step, totalSteps, loss, gradientNorm, updatesPerSecond, columns) => {
          const state = { step, totalSteps, loss, gradientNorm, updatesPerSecond };
          const line = barLine(state, columns, ascii);
          expect(line.length).toBeLessThan(columns);
          expect(line).not.toMatch(/ETA (-\d|NaN|Infinity)/);
        },
      ),
    );
  });
});

describe('plainLine', () => {
  it('is one sentence', () => {
    expect(plainLine(STATE)).toBe(
      'step 1,200 of 10,000 (12%): loss 1.23, gradient norm 0.45, 812/s, about 10.8 s left',
    );
  });

  it('leaves out what is not known yet', () => {
    expect(plainLine(BEFORE)).toBe('step 0 of 10,000 (0%)');
  });
});

describe('remainingMs', () => {
  it('is never negative, and unknown without a rate', () => {
    expect(remainingMs({ ...STATE, step: 10_001 })).toBe(0);
    expect(remainingMs({ ...STATE, updatesPerSecond: 0 })).toBeNull();
    expect(remainingMs(BEFORE)).toBeNull();
  });
});
