// Forecasts as plots, tables and comma-separated values; piano rolls as drawings.
import { describe, expect, test } from 'vitest';
import { forecastCsv, forecastReport } from '../../src/report/forecastReport.ts';
import { pianoRollPlot, pitchName } from '../../src/report/pianoRollPlot.ts';

const terminal = { columns: 60, color: 0, unicode: true, interactive: false } as const;

describe('a forecast', () => {
  const rows = (shift: number) => Array.from({ length: 4 }, (_, t) => [t + shift, 2 * t]);
  const forecast = {
    channels: ['level', '=a,b'],
    split: 'test',
    from: 9,
    truth: rows(0),
    forecast: rows(0.5),
    before: rows(1),
  } as const;

  test('is drawn for each column, with rows and how far off it is', () => {
    const lines = forecastReport(forecast, terminal).split('\n');
    expect(lines).toContain('level');
    expect(lines.filter((line) => line.includes('truth') && line.includes('forecast'))).not.toEqual(
      [],
    );
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toContainEqual([
      '12',
      '3.000',
      '3.500',
      '6.000',
      '6.000',
    ]);
    expect(lines.slice(-3).join(' ').trim()).toBe(
      '4 rows of test forecast after 9 rows; root mean squared error: level 0.5, =a,b 0',
    );
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(60);
  });

  test('is written as comma-separated values, names made harmless', () => {
    expect(forecastCsv(forecast).split('\n').slice(0, 3)).toEqual([
      `row,level,level: forecast,"'=a,b","'=a,b: forecast"`,
      '9,0,0.5,0,0',
      '10,1,1.5,2,2',
    ]);
  });
});

describe('a piano roll', () => {
  test('has a row for each pitch and a mark where it sounds', () => {
    const roll = { primed: 2, steps: [[0], [0, 2], [], [3]] };
    expect(pianoRollPlot(roll, 60, terminal)).toBe(
      [
        ' D#4│   █',
        '  D4│ ░',
        ' C#4│',
        '  C4│░░',
        '4 keys in 4 steps, the first 2 from the test data',
        '',
      ].join('\n'),
    );
  });

  test('shows its end where the terminal is narrow, and silence as no rows', () => {
    const steps = Array.from({ length: 100 }, (_, t) => (t === 99 ? [1] : [0]));
    const [top = ''] = pianoRollPlot({ primed: 0, steps }, 60, { ...terminal, columns: 20 }).split(
      '\n',
    );
    expect(top).toBe(` C#4│${' '.repeat(14)}█`);
    expect(pianoRollPlot({ primed: 0, steps: [[], []] }, 60, terminal)).toBe('0 keys in 2 steps\n');
  });

  test.each([
    [21, 'A0'],
    [60, 'C4'],
    [108, 'C8'],
    [0, 'C-1'],
  ])('key %d is %s', (number, name) => {
    expect(pitchName(number)).toBe(name);
  });
});
