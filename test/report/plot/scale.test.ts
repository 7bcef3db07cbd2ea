import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundLabels } from '../../../src/report/plot/scale.ts';

const texts = (first: number, last: number, tickCount: number) =>
  roundLabels(first, last, tickCount).map(({ text }) => text);

describe('roundLabels', () => {
  it('names round numbers inside the ends, which stay where they are', () => {
    expect(roundLabels(4.5, 5.5, 5)).toEqual([
      { share: expect.closeTo(0.1, 12), text: '4.6' },
      { share: expect.closeTo(0.3, 12), text: '4.8' },
      { share: 0.5, text: '5.0' },
      { share: expect.closeTo(0.7, 12), text: '5.2' },
      { share: expect.closeTo(0.9, 12), text: '5.4' },
    ]);
    expect(texts(3, 7, 5)).toEqual(['3', '4', '5', '6', '7']);
    expect(texts(-3.5, -1, 3)).toEqual(['-3', '-2', '-1']);
    expect(texts(-1e6, 2.5e6, 4)).toEqual(['-1e6', '0', '1e6', '2e6']);
  });

  it('counts shares from the first number on a reversed axis', () => {
    expect(roundLabels(7, 3, 2)).toEqual([
      { share: 0.75, text: '4' },
      { share: 0.25, text: '6' },
    ]);
  });

  it('takes finer steps where a short range holds no two round numbers', () => {
    expect(texts(4.61, 4.69, 1)).toEqual(['4.62', '4.64', '4.66', '4.68']);
  });

  it('keeps neighbours apart in a range of a billionth', () => {
    const labels = texts(-2.488023031, -2.488023029, 4);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).toContain('-2.48802303');
  });

  it('names one number where the ends are equal', () => {
    expect(roundLabels(5, 5, 4)).toEqual([{ share: 0, text: '5' }]);
  });

  it('names at least two places within any range', () => {
    const end = fc.double({ min: -1e150, max: 1e150, noNaN: true });
    fc.assert(
      fc.property(end, end, fc.integer({ min: 1, max: 40 }), (first, last, tickCount) => {
        fc.pre(first !== last);
        const labels = roundLabels(first, last, tickCount);
        expect(labels.length).toBeGreaterThanOrEqual(2);
        for (const { share, text } of labels) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(text).not.toBe('');
        }
      }),
    );
  });
});
