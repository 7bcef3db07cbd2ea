import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LinePlotOptions, linePlot } from '../../../src/report/plot/linePlot.ts';
import { STEPS } from '../../../src/report/plot/xAxis.ts';
import { createSeriesRecorder, singlePoint } from '../../../src/report/seriesRecorder.ts';
import type { TerminalOptions } from '../../../src/report/terminal.ts';
import { ASCII, COLORED, PLAIN, WIDTHS } from '../terminals.ts';

const LINEAR: LinePlotOptions = { title: 'Loss', scale: 'linear', xUnit: STEPS };
const LOG: LinePlotOptions = { ...LINEAR, scale: 'log10' };

const pointsOf = (values: readonly number[]) => values.map((value, i) => singlePoint(i + 1, value));

const draw = (
  values: readonly number[],
  options: LinePlotOptions = LINEAR,
  terminal: TerminalOptions = PLAIN,
) => linePlot([{ label: 'loss', points: pointsOf(values) }], options, terminal);

describe('linePlot', () => {
  it('draws a falling line with labelled axes', () => {
    expect(draw([4, 3, 2, 1, 0], { ...LINEAR, height: 5 }, { ...PLAIN, columns: 24 })).toEqual([
      'Loss',
      '4 ┤───╮',
      '  │   ╰────╮',
      '2 ┤        ╰────╮',
      '  │             ╰────╮',
      '0 ┤                  ╰──',
      '  └┬───────────────────┬',
      '   1             5 steps',
    ]);
  });

  it('takes exactly the width it is given', () => {
    for (const columns of WIDTHS) {
      const lines = draw([1, 5, 2, 3], LINEAR, { ...PLAIN, columns });
      expect(Math.max(...lines.map((line) => line.length))).toBe(columns);
    }
  });

  it('shows a spike of one step in a long run', () => {
    const values = Array.from({ length: 5000 }, (_, i) => (i === 3210 ? 100 : 1));
    const lines = draw(values);
    expect(lines[1]).toMatch(/·/);
    expect(lines.join('\n')).toContain('min to max');
  });

  it('shows a spike of one step in a run of bounded memory', () => {
    const recorder = createSeriesRecorder(500);
    for (let step = 1; step <= 100_000; step += 1) recorder.add(step, step === 99_000 ? 9 : 1);
    const lines = linePlot([{ label: 'loss', points: recorder.points() }], LINEAR, PLAIN);
    expect(lines[2]).toMatch(/·/);
    expect(lines.at(-2)).toMatch(/100,000 steps$/);
  });

  it('leaves gaps where values are not finite and counts them', () => {
    const lines = draw([1, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, 1, 1]);
    expect(lines.at(-1)).toBe('3 non-finite points left out');
    expect(lines.join('\n')).toMatch(/─ +─/);
  });

  it('labels decades on a log scale and leaves zeros out', () => {
    const lines = draw([1, 1e-3, 1e-6, 0], LOG);
    const text = lines.join('\n');
    for (const label of ['1e0', '1e-2', '1e-4', '1e-6']) expect(text).toContain(`${label} ┤`);
    expect(lines.at(-1)).toBe('1 point at zero or below left out');
  });

  it('labels ranges within one decade too', () => {
    const labels = draw([3, 4.5], LOG).filter((line) => line.includes('┤'));
    expect(labels.length).toBeGreaterThanOrEqual(2);
  });

  it('says so when nothing can be drawn', () => {
    expect(draw([Number.NaN, Number.NaN])).toEqual([
      'Loss',
      'no value that can be drawn',
      '2 non-finite points left out',
    ]);
    expect(draw([0], LOG)).toEqual([
      'Loss',
      'no value that can be drawn',
      '1 point at zero or below left out',
    ]);
    expect(draw([])).toEqual(['Loss', 'no values to draw']);
  });

  it('draws a constant and a single point', () => {
    expect(draw([0.7, 0.7, 0.7]).join('\n')).toMatch(/0\.70 ┤─+/);
    expect(draw([0.7]).join('\n')).toMatch(/0\.70 ┤─\n/);
    expect(draw([0]).join('\n')).toMatch(/0\.0 ┤─\n/);
  });

  it('draws the threshold where it is near and names its place where it is far', () => {
    const threshold = (value: number) =>
      draw([0.1, 0.5], { ...LOG, threshold: { value, label: 'maxNorm' } }).join('\n');
    expect(threshold(1)).toMatch(/1e0 ┤╌+/);
    expect(threshold(1)).toContain('╌╌ maxNorm 1');
    expect(threshold(1e9)).toContain('maxNorm 1e9 (above the plot)');
    expect(threshold(1e-9)).toContain('maxNorm 1e-9 (below the plot)');
  });

  it('tells series apart by their lines, with and without Unicode', () => {
    const series = [
      { label: 'first', points: pointsOf([1, 2]) },
      { label: 'last', points: pointsOf([3, 1]) },
    ];
    expect(linePlot(series, LINEAR, PLAIN).at(-1)).toBe('── first   ══ last');
    const ascii = linePlot(series, LINEAR, ASCII);
    expect(ascii.at(-1)).toBe('-- first   ** last');
    expect(ascii.join('')).toMatch(/^[ -~]*$/);
  });

  it('colours the series differently and changes nothing but colour', () => {
    const series = [
      { label: 'first', points: pointsOf([1, 2]) },
      { label: 'last', points: pointsOf([3, 1]) },
    ];
    const plain = linePlot(series, LINEAR, PLAIN);
    for (const color of [1, 2, 3] as const) {
      const colored = linePlot(series, LINEAR, { ...COLORED, color });
      expect(colored.map(stripVTControlCharacters)).toEqual(plain);
      const [first, last] = (colored.at(-1) ?? '').split('   ');
      expect(first?.split('─')[0]).not.toBe(last?.split('═')[0]);
    }
  });

  it('removes control characters from labels', () => {
    const lines = linePlot(
      [
        { label: 'a\u001b[2Jb', points: pointsOf([1]) },
        { label: 'c\nd', points: pointsOf([1]) },
      ],
      { ...LINEAR, title: '\u202ex' },
      PLAIN,
    );
    expect(lines[0]).toBe('x');
    expect(lines.at(-1)).toBe('── ab   ══ c d');
  });

  it('draws any series at any width without failing or exceeding it', () => {
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1, 5e-324, 1e-310, Number.MAX_VALUE, -Number.MAX_VALUE, Number.NaN),
    );
    const series = fc.array(fc.array(value, { maxLength: 40 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        series,
        fc.constantFrom('linear' as const, 'log10' as const),
        fc.integer({ min: 20, max: 400 }),
        fc.boolean(),
        fc.option(fc.double(), { nil: undefined }),
        (all, scale, columns, unicode, limit) => {
          const lines = linePlot(
            all.map((values, i) => ({ label: `series ${i}`, points: pointsOf(values) })),
            {
              ...LINEAR,
              scale,
              ...(limit === undefined ? {} : { threshold: { value: limit, label: 'maxNorm' } }),
            },
            { ...PLAIN, columns, unicode },
          );
          for (const line of lines) {
            expect(line.length).toBeLessThanOrEqual(columns);
            expect(line).not.toContain('undefined');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
