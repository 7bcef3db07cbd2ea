import { describe, expect, it } from 'vitest';
import { linePlot } from '../../../src/report/plot/linePlot.ts';
import { coordinate, STEPS, xAxis } from '../../../src/report/plot/xAxis.ts';
import { singlePoint } from '../../../src/report/seriesRecorder.ts';
import { glyphsFor } from '../../../src/report/terminal.ts';
import { PLAIN } from '../terminals.ts';

const GLYPHS = glyphsFor(PLAIN);

describe('xAxis', () => {
  it('names the first and the last of a count', () => {
    expect(xAxis({ first: 1, last: 1000 }, 30, 2, STEPS, GLYPHS)).toEqual([
      '  └┬─────────────┬──────────────┬',
      '   1            500   1,000 steps',
    ]);
  });

  it('names round numbers of a coordinate, and the coordinate below', () => {
    expect(xAxis({ first: 4.5, last: 5.5 }, 41, 2, coordinate('w'), GLYPHS)).toEqual([
      '  └────┬───────┬───────┬───────┬───────┬────',
      '      4.6     4.8     5.0     5.2     5.4',
      '                       w',
    ]);
  });

  it('runs as given on a reversed coordinate', () => {
    expect(xAxis({ first: 2, last: 0 }, 21, 0, coordinate('b'), GLYPHS)).toEqual([
      '└┬─────────┬─────────┬',
      ' 2         1         0',
      '           b',
    ]);
  });

  it('cuts a name that is longer than the drawing and makes it harmless', () => {
    const name = `\u001b[2J${'n'.repeat(50)}`;
    const [, , line] = xAxis({ first: 0, last: 1 }, 17, 2, coordinate(name), GLYPHS);
    expect(line).toBe(`${'n'.repeat(17)}...`);
  });
});

describe('linePlot over a coordinate', () => {
  const draw = (xs: readonly number[], values: readonly number[]) =>
    linePlot(
      [{ label: 'cost', points: values.map((value, i) => singlePoint(xs[i] ?? 0, value)) }],
      {
        title: 'Cost',
        scale: 'linear',
        xUnit: coordinate('w'),
        xRange: { first: xs[0] ?? 0, last: xs.at(-1) ?? 0 },
        height: 5,
      },
      { ...PLAIN, columns: 24 },
    );

  it('shows fractional values below', () => {
    expect(draw([0, 0.25, 0.5, 0.75, 1], [4, 3, 2, 1, 0])).toEqual([
      'Cost',
      '4 ┤───╮',
      '  │   ╰────╮',
      '2 ┤        ╰────╮',
      '  │             ╰────╮',
      '0 ┤                  ╰──',
      '  └┬─────────┬─────────┬',
      '   0.0      0.5      1.0',
      '             w',
    ]);
  });

  it('draws descending coordinates left to right as they are given', () => {
    const lines = draw([1, 0.75, 0.5, 0.25, 0], [4, 3, 2, 1, 0]);
    expect(lines[1]).toBe('4 ┤───╮');
    expect(lines[7]?.trim()).toMatch(/^1\.0 +0\.5 +0\.0$/);
  });
});
