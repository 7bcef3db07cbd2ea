import { describe, expect, it } from 'vitest';
import type { Refinement, SurfaceView } from '../../../src/experiment/surface/surface.ts';
import type { SweepCommand } from '../../../src/report/surface/closerLook.ts';
import { surfaceSummary } from '../../../src/report/surface/surfaceSummary.ts';
import type { TerminalOptions } from '../../../src/report/terminal.ts';
import { visibleWidth } from '../../../src/report/text.ts';
import { COLORED, PLAIN, WIDTHS } from '../terminals.ts';
import { viewOf, withNumbers } from './views.ts';

const GRID = { x: [4.5, 5.5, 101], y: [-2.9, -1.9, 101] } as const;
const COMMAND: SweepCommand = { verb: 'rnn sweep', names: ['w', 'b'], options: [] };
const WALL = 'b = 0.5 - 0.6225*w for w > 4.2553';

/** Gradient norms of 0.1 but one of 440 at w = 4.69, b = -2.42. */
const PAPER = (() => {
  const view = viewOf(GRID, () => 0);
  const norms = Array.from(view.surface.cost, () => 0.1);
  norms[48 * 101 + 19] = 440;
  return withNumbers(view, { gradientNorm: norms });
})();

const NONE = new Float64Array(12_345);
const REFINEMENT: Refinement = {
  levels: 13,
  points: {
    x: NONE,
    y: NONE,
    level: new Uint8Array(12_345),
    cost: NONE,
    dx: NONE,
    dy: NONE,
    gradientNorm: NONE,
  },
  refinedCellCount: 310,
  cellCount: 10_000,
  steepest: { x: 5, y: -2.61234136, cost: 0.2, gradientNorm: 6773.1 },
  lastChangeFraction: 0.0002,
  ended: 'converged',
};

const summary = (
  view: SurfaceView,
  context: { wallFormula?: string; command?: SweepCommand } = {},
  terminal: TerminalOptions = { ...PLAIN, columns: 200 },
) => surfaceSummary(view, { wallFormula: null, command: null, ...context }, terminal);

describe('surfaceSummary', () => {
  it('names the steepest grid point, the wall and how to look closer', () => {
    expect(summary(PAPER, { wallFormula: WALL, command: COMMAND })).toEqual([
      'steepest grid point: gradient norm 440 at w = 4.69, b = -2.42',
      'that is 4,400 times the median: a wall',
      'wall: b = 0.5 - 0.6225*w for w > 4.2553',
      'look closer: rnn sweep w b --x 4.6:4.8:101 --y -2.52:-2.32:101 --refine',
    ]);
  });

  it('says what refinement found, and looks closer there', () => {
    expect(summary({ ...PAPER, refinement: REFINEMENT }, { command: COMMAND })).toEqual([
      'steepest grid point: gradient norm 440 at w = 4.69, b = -2.42',
      'that is 4,400 times the median: a wall',
      'refined 3.1% of cells over 13 levels with 12,345 points: largest gradient norm 6,773 at w = 5, b = -2.612341; last change 0.02%',
      'look closer: rnn sweep w b --x 4.9:5.1:101 --y -2.72:-2.52:101 --refine',
    ]);
    const spent = { ...REFINEMENT, ended: 'budget', lastChangeFraction: 0.03 } as const;
    expect(summary({ ...PAPER, refinement: spent })[2]).toMatch(
      /; the budget of points is spent, last change 3%$/,
    );
  });

  it('calls no wall what is less than a hundred times the median', () => {
    const view = viewOf({ x: [0, 1, 3], y: [0, 1, 3] }, ({ x, y }) => x * x + y * y);
    expect(summary(view)).toEqual(['steepest grid point: gradient norm 2.83 at w = 1, b = 1']);
  });

  it('counts gradient norms that are not finite, and says where there is none', () => {
    const view = viewOf({ x: [0, 1, 2], y: [0, 1, 2] }, () => 0);
    expect(summary(withNumbers(view, { gradientNorm: [1, Number.NaN, Infinity, 2] }))).toEqual([
      'steepest grid point: gradient norm 2 at w = 1, b = 1',
      'the gradient norm is not finite at 2 grid points',
    ]);
    const none = withNumbers(view, { gradientNorm: [Number.NaN, NaN, NaN, NaN] });
    expect(summary(none, { command: COMMAND })).toEqual([
      'the gradient norm is finite at no grid point',
    ]);
  });

  it('gives no advice where the surface is flat', () => {
    const view = viewOf({ x: [0, 1, 2], y: [0, 1, 2] }, () => 0.49);
    expect(summary(view, { command: COMMAND })).toEqual([
      'the gradient is exactly 0 at every grid point',
    ]);
  });

  it('keeps within any terminal, and its command can be pasted from one of 40 columns', () => {
    const command = { ...COMMAND, options: ['--steps', '50'] };
    for (const columns of WIDTHS) {
      for (const color of [0, 1, 2, 3] as const) {
        const lines = summary(
          { ...PAPER, refinement: REFINEMENT },
          { wallFormula: WALL, command },
          { ...COLORED, columns, color },
        );
        for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').includes('\u001b')).toBe(color > 0);
      }
    }
    const lines = summary(PAPER, { command }, { ...PLAIN, columns: 40 });
    const start = lines.indexOf('look closer:') + 1;
    expect(start).toBeGreaterThan(0);
    expect(
      lines
        .slice(start)
        .join('\n')
        .replaceAll(/ \\\n +/g, ' '),
    ).toBe('rnn sweep w b --x 4.6:4.8:101 --y -2.52:-2.32:101 --steps 50 --refine');
  });
});

describe('the closer look', () => {
  const adviceOn = (
    size: Parameters<typeof viewOf>[0],
    steepest: { x: number; y: number },
    command = COMMAND,
  ) => {
    const view = viewOf(size, () => 0);
    const refinement = { ...REFINEMENT, steepest: { ...steepest, cost: 0, gradientNorm: 1 } };
    return summary({ ...view, refinement }, { command }).find((line) => line.startsWith('look'));
  };

  it('stays inside the window', () => {
    expect(adviceOn({ x: [0, 10, 11], y: [-1, 0, 5] }, { x: 0.1, y: 0 })).toBe(
      'look closer: rnn sweep w b --x 0:2:11 --y -0.2:0:5 --refine',
    );
  });

  it('keeps the direction of a reversed axis and the value of a single one', () => {
    expect(adviceOn({ x: [10, 0, 11], y: [-1, -1, 1] }, { x: 6, y: -1 })).toBe(
      'look closer: rnn sweep w b --x 7:5:11 --y -1 --refine',
    );
  });

  it('asks for refinement once and quotes for the shell', () => {
    const command = {
      verb: 'rnn sweep',
      names: ['Whh[0,0]', "it's"],
      options: ['--refine', '--config', 'my file.yaml'],
    };
    expect(adviceOn({ x: [0, 1, 2], y: [0, 1, 2] }, { x: 0.5, y: 0.5 }, command)).toBe(
      "look closer: rnn sweep 'Whh[0,0]' 'it'\\''s' --x 0.4:0.6:2 --y 0.4:0.6:2 --refine --config 'my file.yaml'",
    );
  });

  it('holds the steepest point, wherever it lies', () => {
    for (let k = 0; k <= 100; k += 1) {
      const x = 0.1234567 + k / 777;
      const line = adviceOn(
        { x: [0.1234567, 0.1234567 + 100 / 777, 9], y: [0, 1, 9] },
        { x, y: k / 100 },
      );
      const ranges = [...(line ?? '').matchAll(/--[xy] ([\d.]+):([\d.]+):9/g)];
      expect(ranges.length).toBe(2);
      for (const [index, [, low, high]] of ranges.entries()) {
        const [place, min, span] = index === 0 ? [x, 0.1234567, 100 / 777] : [k / 100, 0, 1];
        expect(Number(low)).toBeLessThanOrEqual(place);
        expect(Number(high)).toBeGreaterThanOrEqual(place);
        expect(Number(low)).toBeGreaterThanOrEqual(min);
        expect(Number(high)).toBeLessThanOrEqual(min + span);
        expect((Number(high) - Number(low)) / span).toBeGreaterThan(0.14);
        expect((Number(high) - Number(low)) / span).toBeLessThan(0.26);
      }
    }
  });

  it('gives up where doubles hold no smaller window', () => {
    const next = 1 + Number.EPSILON;
    expect(adviceOn({ x: [1, next, 2], y: [0, 1, 2] }, { x: 1, y: 0.5 })).toBeUndefined();
  });
});
