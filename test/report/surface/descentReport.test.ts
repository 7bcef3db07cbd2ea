import { describe, expect, it } from 'vitest';
import { descentReport, outcomeSentence } from '../../../src/report/surface/descentReport.ts';
import { visibleWidth } from '../../../src/report/text.ts';
import { COLORED, PLAIN, WIDTHS } from '../terminals.ts';
import { pathOf } from './views.ts';

const NAMES = { x: 'w', y: 'b' };

const THROWN = pathOf(
  [
    { x: 5, y: -2.6, cost: 0.1, gradientNorm: 3 },
    { x: 5, y: -2.61234136, cost: 0.15, gradientNorm: 6773.1 },
    { x: 362.77, y: 572.5, cost: 0.09, gradientNorm: 0 },
    { x: 362.77, y: 572.5, cost: 0.09, gradientNorm: 0 },
  ],
  { outcome: 'thrown', longestFrom: 1 },
);

/** A walk of 200 updates whose longest step is the 58th. */
const LONG = pathOf(
  Array.from({ length: 201 }, (_, step) => ({ x: step, y: -step, clipped: step % 2 === 0 })),
  { maxNorm: 0.1, outcome: 'valley', longestFrom: 57 },
);

describe('outcomeSentence', () => {
  const end = pathOf([
    { x: 0, y: 0 },
    { x: 1, y: 0, cost: 0.0003, gradientNorm: 0.05 },
  ]);

  it('says what became of a descent', () => {
    expect(outcomeSentence({ ...end, outcome: 'valley' })).toBe(
      'reached the valley: cost 3e-4 after 1 step',
    );
    expect(outcomeSentence(THROWN)).toBe(
      'thrown off the wall at step 2 by a step of length 677 to (363, 573): cost 0.09',
    );
    expect(outcomeSentence({ ...end, outcome: 'underWay' })).toBe(
      'still under way after 1 step: cost 3e-4, gradient norm 0.05',
    );
    expect(outcomeSentence({ ...end, outcome: 'diverged' })).toBe(
      'diverged at step 1: the numbers are no longer finite',
    );
  });

  it('counts the clipped steps of a path that could be clipped', () => {
    expect(outcomeSentence(LONG)).toBe(
      'reached the valley: cost 1 after 200 steps, clipped at 100 of 200 steps',
    );
  });
});

describe('descentReport', () => {
  it('writes a table and a sentence per path, by the letters of the map', () => {
    const short = pathOf(
      [
        { x: 5, y: -2.2, cost: 0.0812, gradientNorm: 0.5, clipped: true },
        { x: 4.99, y: -2.21, cost: 0.08, gradientNorm: 0.4 },
      ],
      { maxNorm: 0.45 },
    );
    expect(descentReport([short, THROWN], NAMES, PLAIN)).toEqual([
      'a  clipped at 0.45, sgd, learning rate 0.1, from (5, -2.2)',
      'step       w        b    cost  gradient norm  clipped',
      '   0  5.0000  -2.2000  0.0812            0.5      yes',
      '   1  4.9900  -2.2100    0.08            0.4         ',
      'still under way after 1 step: cost 0.08, gradient norm 0.4, clipped at 1 of 1',
      '  step',
      '',
      'b  not clipped, sgd, learning rate 0.1, from (5, -2.6)',
      'step       w        b  cost  gradient norm  clipped',
      '   0  5.0000  -2.6000   0.1              3       no',
      '   1  5.0000  -2.6123  0.15          6,773       no',
      '   2  362.77   572.50  0.09              0       no',
      '   3  362.77   572.50  0.09              0         ',
      'thrown off the wall at step 2 by a step of length 677 to (363, 573): cost 0.09',
    ]);
  });

  it('shows at most a dozen rows, the ends of path and longest step among them', () => {
    const rows = descentReport([LONG], NAMES, PLAIN).slice(2, -1);
    const steps = rows.map((row) => Number(row.slice(0, 4)));
    expect(steps.length).toBeLessThanOrEqual(12);
    for (const step of [0, 57, 58, 200]) expect(steps).toContain(step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  it('keeps within any terminal, without escape codes where there are no colours', () => {
    for (const columns of WIDTHS) {
      for (const color of [0, 1, 2, 3] as const) {
        const lines = descentReport([LONG, THROWN], NAMES, { ...COLORED, columns, color });
        for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').includes('\u001b')).toBe(color > 0);
      }
    }
  });

  it('makes names harmless', () => {
    const path = pathOf([{ x: 0, y: 0 }], { optimizer: 'sg\u001b[2Jd' });
    const text = descentReport([path], { x: 'w\u001b[2J', y: 'b' }, PLAIN).join('\n');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('not clipped, sgd,');
  });

  it('says nothing where there are no paths', () => {
    expect(descentReport([], NAMES, PLAIN)).toEqual([]);
  });
});
