import { describe, expect, it } from 'vitest';
import { traceBranches } from '../../../src/experiment/bifurcation/branches.ts';
import {
  computeDiagram,
  type DiagramSettings,
  pointAt,
} from '../../../src/experiment/bifurcation/diagram.ts';
import type { ParameterName } from '../../../src/experiment/bifurcation/dynamics.ts';
import { bifurcationReport } from '../../../src/report/bifurcation/bifurcationReport.ts';
import type { DiagramView } from '../../../src/report/bifurcation/view.ts';
import type { TerminalOptions } from '../../../src/report/terminal.ts';
import { visibleWidth } from '../../../src/report/text.ts';
import { ASCII, COLORED, PLAIN, WIDTHS } from '../terminals.ts';

type Changes = Partial<Omit<DiagramSettings, 'axis'>> & {
  readonly states?: DiagramView['states'];
};

function view(name: ParameterName, min: number, max: number, changes: Changes = {}): DiagramView {
  const { states = null, ...others } = changes;
  const axis = { name, min, max, count: min === max ? 1 : 401 };
  const fixed = { activation: 'sigmoid', w: 5, b: -2.5, start: 0.5 } as const;
  const diagram = computeDiagram({ ...fixed, ...others, axis });
  const point = pointAt(diagram, min);
  return { diagram, branches: traceBranches(diagram), point, states };
}

const report = (shown: DiagramView, terminal: TerminalOptions = PLAIN) =>
  bifurcationReport(shown, terminal).split('\n').slice(0, -1);

const paper = view('b', -4, -1);

/** The sentences: what follows the last empty line, unwrapped. */
function sentencesOf(shown: DiagramView): string[] {
  const lines = report(shown, { ...PLAIN, columns: 400 });
  return lines.slice(lines.lastIndexOf('') + 1);
}

const views: Readonly<Record<string, DiagramView>> = {
  paper,
  'reversed axis': view('b', -1, -4),
  'one value': view('b', -2.5, -2.5),
  weight: view('w', 3, 7),
  start: view('x0', -5, 3),
  cycle: view('b', 0, 12, { w: -12 }),
  tanh: view('w', -3, 3, { activation: 'tanh', b: 0 }),
  relu: view('w', 0, 5, { activation: 'relu', b: -1 }),
  linear: view('w', -2, 2, { activation: 'linear', b: 1 }),
  'nothing to draw': view('b', 1, 2, { activation: 'relu', w: 2 }),
  'huge numbers': view('b', -1e150, 1e150, { w: 1e150, start: -1e150 }),
  'tiny range': view('b', -2.5, -2.5 + 1e-12),
  'far states': view('b', -4, -1, { states: { min: 1e6, max: 1e7 } }),
};

describe('the report of a bifurcation diagram', () => {
  it('draws the paper’s figure 3', () => {
    expect(report(paper, { ...ASCII, columns: 72 }).join('\n')).toMatchInlineSnapshot(`
      "Fixed points of x = 5 sigmoid(x) + b, and where x_0 = 0.5 ends
       4 +
         |                                                      ##############
         |                                          #############
       2 +                                  #########
         |                              =####
         |           fold b = -2.655610 O..
       0 +                               :....
         |                               :   ..O fold b = -2.344390
         |                               : =====
      -2 +                         #######==
         |             #############       jump b = -2.612297
         |##############
      -4 +
         ++----------+----------+-----------+----------+----------+----------+
          -4.0      -3.5       -3.0        -2.5       -2.0       -1.5     -1.0
                                            b
      ## reached from x_0 = 0.5   == stable   .. unstable   O fold   : jump

      folds at b = -2.655610 (x = 0.962424) and b = -2.344390 (x = -0.962424):
        two attractors between them
      from x_0 = 0.5 the attractor jumps at b = -2.612297, from x = -2.033798
        to x = 1.393281: the wall of the cost surface"
    `);
  });

  it('draws it finer in braille', () => {
    expect(report(paper).slice(1, 16).join('\n')).toMatchInlineSnapshot(`
      " 4 ┤                                                                  ⢀⣀⣀⣠⣤⣤⣤⣶⣶⣶
         │                                                      ⢀⣀⣀⣠⣤⣤⣴⣶⣶⣾⣿⣿⣿⠿⠿⠿⠛⠛⠛⠋⠉⠉
         │                                            ⢀⣀⣀⣤⣤⣴⣶⣶⣿⣿⣿⠿⠿⠿⠛⠛⠛⠉⠉⠁
         │                                     ⢀⣀⣤⣴⣶⣾⣿⣿⠿⠿⠟⠛⠋⠉⠉⠁
       2 ┤                                  ⢀⣴⣾⣿⠿⠟⠛⠉⠉
         │              fold b = -2.655610 ⢰◆⠋⠁
         │                                  ⠁⠄⡀
       0 ┤                                   ┊⠁⠃⠄⡀
         │                                   ┊    ⠁⠦
         │                                   ┊   ⢀⣠◆ fold b = -2.344390
      -2 ┤                               ⣀⣀⣤⣤⣦⣴⠶⠟⠋⠁
         │                     ⣀⣀⣠⣤⣤⣴⣶⣾⣿⣿⡿⠿⠟⠛⠃ jump b = -2.612297
         │         ⣀⣀⣀⣠⣤⣤⣶⣶⣶⣿⣿⣿⡿⠿⠿⠛⠛⠋⠉⠉
         │⣤⣤⣴⣶⣶⣶⣿⣿⣿⡿⠿⠿⠟⠛⠛⠋⠉⠉⠁
      -4 ┤⠛⠛⠛⠉⠉⠉⠁"
    `);
  });

  it('tells curves apart without colour', () => {
    const text = report(paper, ASCII).join('\n');
    for (const character of ['#', '=', '.', 'O', ':']) expect(text).toContain(character);
    expect(text).toContain('## reached from x_0 = 0.5   == stable   .. unstable   O fold   : jump');
  });

  it('marks folds and the jump in the columns of their parameters', () => {
    const lines = report(paper, { ...PLAIN, columns: 120 });
    const left = (lines[1] ?? '').indexOf('│') + 1;
    const width = 120 - left;
    const columnOf = (b: number) => left + Math.round(((b + 4) / 3) * (width - 1));
    const plot = lines.slice(
      1,
      lines.findIndex((line) => line.includes('└')),
    );
    const placesOf = (mark: string) =>
      plot.flatMap((line) => [...line].flatMap((c, column) => (c === mark ? [column] : [])));
    expect(placesOf('◆')).toEqual([columnOf(-2.65561), columnOf(-2.34439)]);
    const jump = placesOf('┊');
    expect(jump.length).toBeGreaterThan(5);
    expect(new Set(jump)).toEqual(new Set([columnOf(-2.612297)]));
    expect(plot.join('\n')).toMatch(/fold b = -2\.655610 .?◆/);
    expect(plot.join('\n')).toContain('◆ fold b = -2.344390');
    expect(plot.join('\n')).toContain('jump b = -2.612297');
  });

  it.each(Object.entries(views))('fits every width and kind of terminal: %s', (_, shown) => {
    for (const columns of WIDTHS) {
      for (const unicode of [true, false]) {
        for (const color of [0, 1, 2, 3] as const) {
          const lines = report(shown, { ...PLAIN, columns, unicode, color });
          expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(columns);
          expect(lines.join('')).not.toMatch(/NaN|undefined|null/);
        }
      }
    }
  });

  it.each(Object.entries(views))('has only ASCII where only that is shown: %s', (_, shown) => {
    expect(report(shown, ASCII).join('')).toMatch(/^[ -~]*$/);
  });

  it('has colours only where they are shown', () => {
    const code = '\u001b[';
    expect(report(paper).join('\n')).not.toContain(code);
    expect(report(paper, COLORED).join('\n')).toContain(code);
  });

  it('keeps the paper’s window where it holds everything, and widens it where not', () => {
    const labels = (shown: DiagramView) =>
      report(shown).flatMap((line) => /^ *(-?[\d.]+) ┤/.exec(line)?.[1] ?? []);
    expect(labels(view('x0', -5, 3))).toEqual(['2', '0', '-2', '-4']);
    expect(Number(labels(view('b', -4, 9)).at(0))).toBeGreaterThanOrEqual(10);
    expect(Number(labels(view('b', -9, -4)).at(-1))).toBeLessThan(-7);
  });

  it('shows the states asked for and says what they leave out', () => {
    const text = report(view('b', -4, -1, { states: { min: -1, max: 1 } })).join('\n');
    expect(text).toContain('states above and below the plot are left out');
    expect(text).toMatch(/ 1\.0 ┤/);
    expect(report(paper).join('\n')).not.toContain('left out');
  });

  it('lists the fixed points of a single value', () => {
    expect(report(views['one value'] ?? paper)).toEqual([
      'Fixed points of x = 5 sigmoid(x) + b at b = -2.5, and where x_0 = 0.5 ends',
      'fixed point  stability  multiplier',
      '  -1.776029     stable    0.619144',
      '          0   unstable        1.25',
      '   1.776029     stable    0.619144',
      '',
      'x_0 = 0.5 ends at x = 1.776029',
    ]);
    const cycle = report(view('b', 1, 1, { activation: 'relu', w: -2 }));
    expect(cycle.at(-1)).toBe('x_0 = 0.5 ends at the 2-cycle of -1 and 1');
    const diverging = report(view('b', 1, 1, { activation: 'relu', w: 2 }));
    expect(diverging.slice(1)).toEqual(['no fixed point', '', 'x_0 = 0.5 diverges']);
    const unstable = report(view('x0', 0, 0, {}));
    expect(unstable.at(-1)).toBe('x_0 = 0 ends at x = 0, an unstable fixed point it began on');
  });
});

describe('the sentences', () => {
  it('give the paper’s numbers', () => {
    expect(sentencesOf(paper)).toEqual([
      'folds at b = -2.655610 (x = 0.962424) and b = -2.344390 (x = -0.962424): two attractors between them',
      'from x_0 = 0.5 the attractor jumps at b = -2.612297, from x = -2.033798 to x = 1.393281: the wall of the cost surface',
    ]);
  });

  it.each([
    ['b', -2, -1, {}, 'x_0 = 0.5 the attractor jumps at b = -2.612297, outside the range'],
    ['b', -4, -1, { w: 3 }, 'no fold: one fixed point for every b (three need w > 4)'],
    ['b', -4, -1, { w: 3 }, 'from x_0 = 0.5 the attractor never jumps'],
    ['w', 3, 7, { b: -1 }, 'no fold: one fixed point for every w (three need b < -2)'],
    ['w', 3, 7, { b: -1 }, 'outside the range): a 2-cycle attracts below it'],
    ['b', 0, 12, { w: -12 }, 'a 2-cycle attracts between them'],
    ['b', -1, 1, { w: 0.5, activation: 'tanh' }, '(three need w > 1)'],
    [
      'w',
      -3,
      3,
      { b: 0, activation: 'tanh' },
      'pitchfork at w = 1 (x = 0): two attractors above it',
    ],
    [
      'w',
      -3,
      3,
      { b: 0, activation: 'tanh' },
      'flip at w = -1 (x = 0): a 2-cycle attracts below it',
    ],
    [
      'w',
      -2,
      2,
      { b: 1, activation: 'linear' },
      'at w = 1 the stable fixed point is lost: above it x diverges',
    ],
    ['w', -2, 2, { b: 0, activation: 'relu' }, 'above it x_0 > 0 diverges'],
    [
      'w',
      0,
      5,
      { b: -1, activation: 'relu' },
      'at w = 1 an unstable fixed point comes in from infinity',
    ],
    ['w', 0, 5, { b: -1, activation: 'relu' }, 'jumps at w = 3, from x = -1 to infinity'],
    [
      'b',
      -2,
      2,
      { w: 5, activation: 'relu' },
      'fold at b = 0 (x = 0): above it every start diverges',
    ],
    [
      'b',
      -2,
      2,
      { w: 0.5, activation: 'linear' },
      'nothing changes over b: one fixed point, and x_0 = 0.5 ends there',
    ],
    ['b', -2, 2, { w: 5, activation: 'linear' }, 'one fixed point, and x_0 = 0.5 diverges'],
    ['x0', -5, 3, {}, 'fixed points: -1.776029 (stable), 0 (unstable), 1.776029 (stable)'],
    [
      'x0',
      -5,
      3,
      {},
      'starts below x_0 = 0 end at x = -1.776029, starts above it end at x = 1.776029',
    ],
    ['x0', -5, 3, { activation: 'relu', w: 2, b: -1 }, 'starts above it diverge'],
    ['x0', -5, 3, { activation: 'linear', w: 1, b: 1 }, 'no fixed point'],
    ['x0', -5, 3, { activation: 'linear', w: 1, b: 1 }, 'no fixed point\nevery start diverges'],
    ['x0', -5, 3, { activation: 'linear', w: 1, b: 0 }, 'every x is a fixed point'],
    ['x0', -5, 3, { activation: 'linear', w: 0.5, b: 1 }, '2 (stable)\nevery start ends there'],
    [
      'x0',
      -5,
      3,
      { activation: 'linear', w: 3, b: 1 },
      'fixed point: -0.5 (unstable)\nevery other start diverges',
    ],
    ['x0', -5, 3, { activation: 'linear', w: -1, b: 1 }, 'starts end on 2-cycles of their own'],
    [
      'x0',
      -5,
      3,
      { activation: 'relu', w: -2, b: 1 },
      'every other start ends at the 2-cycle of -1 and 1',
    ],
  ] as const)('over %s from %d to %d with %j: %s', (name, min, max, changes, sentence) => {
    expect(sentencesOf(view(name, min, max, changes)).join('\n')).toContain(sentence);
  });
});
