import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SurfaceView } from '../../../src/experiment/surface/surface.ts';
import { colorOf } from '../../../src/report/surface/colorMap.ts';
import { heatMap } from '../../../src/report/surface/heatMap.ts';
import type { TerminalOptions } from '../../../src/report/terminal.ts';
import { stripControl, visibleWidth } from '../../../src/report/text.ts';
import { ASCII, COLORED, PLAIN } from '../terminals.ts';
import { type GridSize, pathOf, STAIRS, viewOf, withNumbers } from './views.ts';

const NARROW_ASCII = { ...ASCII, columns: 20 };
const text = (view: SurfaceView, terminal: TerminalOptions = PLAIN) =>
  heatMap(view, terminal).join('\n');

describe('heatMap without colours', () => {
  // By hand: 17 columns for 4 points give 3, 5, 6, 3; 6 rows give 1, 2, 2, 1; costs of 15 fall into
  // ten densities, two thirds of a density each.
  it('draws x to the right, y upwards, and high costs dense', () => {
    expect(heatMap(STAIRS, NARROW_ASCII)).toEqual([
      "Cost of the paper's",
      'unit over w and b',
      '  b',
      '  |%%%%%%%%@@@@@@@@@',
      '  |+++***********###',
      '2 ++++***********###',
      '  |:::-----=========',
      '  |:::-----=========',
      '0 +x       ......:::',
      '  ++----------+-----',
      '   0          2',
      '           w',
      'cost, linear scale',
      '  ..::--==++**##%%@@',
      '0        7.5      15',
      'x minimum 0 at w =',
      '  0, b = 0',
    ]);
  });

  it('shades with blocks where it may', () => {
    expect(heatMap(STAIRS, { ...PLAIN, columns: 20 }).slice(3, 10)).toEqual([
      '  │█████████████████',
      '  │▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓',
      '2 ┤▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓',
      '  │░░░░░░░░▒▒▒▒▒▒▒▒▒',
      '  │░░░░░░░░▒▒▒▒▒▒▒▒▒',
      '0 ┤×             ░░░',
      '  └┬──────────┬─────',
    ]);
  });

  it('runs as given on reversed axes: the first value at the left and at the bottom', () => {
    const view = viewOf({ x: [3, 0, 4], y: [3, 0, 4] }, ({ x, y }) => x + 4 * y);
    expect(heatMap(view, NARROW_ASCII).slice(3, 11)).toEqual([
      '0 +:::.....        x',
      '  |========------:::',
      '  |========------:::',
      '2 +###***********+++',
      '  |###***********+++',
      '  |@@@@@@@@%%%%%%%%%',
      '  +-----+----------+',
      '        2          0',
    ]);
  });

  it('draws the wall dashed over the costs, and paths with their starts and ends', () => {
    const view: SurfaceView = {
      ...STAIRS,
      wall: [
        [
          { x: 0, y: 3 },
          { x: 3, y: 0 },
        ],
      ],
      paths: [
        pathOf(
          [
            { x: 0, y: 0 },
            { x: 1, y: 0 },
            { x: 1, y: 1 },
          ],
          { maxNorm: 0.1 },
        ),
        pathOf([
          { x: 0, y: 0 },
          { x: 1, y: 0 },
          { x: 40, y: 50 },
        ]),
      ],
    };
    expect(heatMap(view, { ...ASCII, columns: 40 })).toEqual([
      "Cost of the paper's unit over w and b",
      '  b',
      '3 +//%%%%%%%%%%%%%%%%@@@@@@@@@@@@@@@@@@@',
      '  |%%%%//%%%%%%%%%%%%@@@@@@@@@@@@@@@@@@@',
      '  |++++++**//********************#######',
      '2 +++++++******//****************#######',
      '  |++++++**********//************#######',
      '  |::::::------------==//===============',
      '1 +::::::------A-----======//===========',
      '  |::::::------------==========//=======',
      '  |                  ............:://:::',
      '0 +o           b     ............:::::::',
      '  ++-----------+-----------+-----------+',
      '   0           1           2           3',
      '                     w',
      'cost, linear scale',
      '       ....:::----===++++****###%%%%@@@@',
      '   0                7.5               15',
      'x minimum 0 at w = 0, b = 0   / wall',
      'o start',
      'a  clipped at 0.1, ends at A (1, 1)',
      'b  not clipped, leaves the window at',
      '   step 2, ends at (40, 50)',
    ]);
  });
});

interface PaintedCell {
  readonly character: string;
  readonly front: string;
  readonly back: string;
}

/** Reads the cells of a line with their colours: `r;g;b`, the number of 256, or the code of 16. */
function cellsOf(line: string): PaintedCell[] {
  let [front, back] = ['', ''];
  return line.split('\u001b[').flatMap((piece, index) => {
    const [, code = '', shown = ''] = index === 0 ? [] : (/^([\d;]*)m(.*)$/u.exec(piece) ?? []);
    if (/^(39|38;.*|3[0-7]|9[0-7])$/.test(code)) front = code.replace(/^38;[25];/, '');
    if (/^(49|48;.*|4[0-7])$/.test(code)) back = code.replace(/^48;[25];/, '');
    return [...(index === 0 ? piece : shown)].map((character) => ({ character, front, back }));
  });
}

const codeOf = (share: number) => colorOf(share).join(';');

describe('heatMap in half blocks', () => {
  // Twelve rows of pixels for twelve points: each has its own row, two to a character.
  const RISING: GridSize = { x: [0, 1, 2], y: [0, 11, 12] };
  const terminal = { ...COLORED, columns: 20 };
  const mapOf = (view: SurfaceView, color: TerminalOptions['color'] = 3) =>
    heatMap(view, { ...terminal, color })
      .filter((line) => line.includes('▀'))
      .slice(0, 6)
      .map((line) => cellsOf(line).filter(({ character }) => character === '▀'));

  it('puts the upper pixel in front and the lower behind, red at the top of a rising cost', () => {
    const rows = mapOf(viewOf(RISING, ({ y }) => y));
    for (let row = 0; row < 5; row += 1) {
      const { front, back } = rows[row]![0]!;
      expect(front).toBe(codeOf((11 - 2 * row) / 11));
      expect(back).toBe(codeOf((10 - 2 * row) / 11));
    }
    expect(rows[0]![0]!.front).toBe('215;25;28');
    // The last row begins with the mark of the minimum.
    expect(rows[5]![3]!.front).toBe(codeOf(1 / 11));
    expect(rows[5]![3]!.back).toBe('91;42;134');
  });

  it('puts red at the right of a cost that grows to the right', () => {
    const row = mapOf(viewOf(RISING, ({ x }) => x))[0]!;
    expect([row.at(0)?.front, row.at(-1)?.front]).toEqual([codeOf(0), codeOf(1)]);
  });

  it('shows the mean of the costs that a pixel covers', () => {
    const size: GridSize = { x: [0, 1, 2], y: [0, 119, 120] };
    const rows = mapOf(viewOf(size, ({ y }) => y));
    // Of 120 points over 12 pixels the lowest, and the uppermost, 6 fall to an end: 114 … 119.
    expect(rows[0]![0]!.front).toBe(codeOf(116.5 / 119));
  });

  it('shows the largest of the gradient norms that a pixel covers', () => {
    const size: GridSize = { x: [0, 1, 2], y: [0, 119, 120] };
    const flat = viewOf(size, ({ y }) => y, { quantity: 'gradientNorm' });
    const norms = Array.from({ length: 240 }, (_, index) => (index === 200 ? 5 : 1));
    const cells = mapOf(withNumbers(flat, { gradientNorm: norms })).flat();
    expect(cells.some(({ front, back }) => [front, back].includes(codeOf(1)))).toBe(true);
  });

  it('shows the gradient norms of refined points, which the grid misses', () => {
    const view = viewOf(RISING, ({ y }) => y, { quantity: 'gradientNorm' });
    const one = Float64Array.of(1);
    const points = {
      x: Float64Array.of(0.9),
      y: Float64Array.of(10.9),
      level: Uint8Array.of(1),
      cost: one,
      dx: one,
      dy: one,
      gradientNorm: Float64Array.of(100),
    };
    const refinement = {
      levels: 1,
      points,
      refinedCellCount: 1,
      cellCount: 11,
      steepest: { x: 0.9, y: 10.9, cost: 1, gradientNorm: 100 },
      lastChangeFraction: 0,
      ended: 'converged' as const,
    };
    const row = mapOf({ ...view, refinement })[0]!;
    expect(row.map(({ front }) => front).indexOf(codeOf(1))).toBe(row.length - 2);
    expect(text({ ...view, refinement })).toMatch(/^ +1 +50\.5 +100$/m);
  });

  it('draws points without a number grey and counts them', () => {
    const view = viewOf(RISING, ({ x, y }) => (x === 1 && y === 11 ? Number.NaN : y));
    const lines = heatMap(view, terminal);
    expect(mapOf(view)[0]!.at(-1)?.front).toBe('128;128;128');
    expect(mapOf(view)[0]!.at(0)?.front).not.toBe('128;128;128');
    expect(lines.slice(-2).join(' ')).toBe('1 of 24 points not finite, drawn grey');
  });

  it('draws the wall white', () => {
    const wall = [
      [
        { x: 0, y: 11 },
        { x: 1, y: 11 },
      ],
    ];
    const row = mapOf(viewOf(RISING, ({ y }) => y, { wall }))[0]!;
    const white = row.map(({ front }) => (front === '255;255;255' ? 'W' : '.')).join('');
    expect(white).toMatch(/^(WW\.\.)+W?\.*$/);
    expect(row[0]!.back).toBe(codeOf(10 / 11));
  });

  it('shows marks over the colour of their cell, paths on black and white in turn', () => {
    const paths = [0, 1, 2].map((path) =>
      pathOf([
        { x: 0, y: 0 },
        { x: 1, y: 5 * path },
        { x: 0, y: 11 },
      ]),
    );
    const cells = heatMap(
      viewOf(RISING, ({ y }) => y, { paths }),
      terminal,
    ).flatMap(cellsOf);
    const find = (mark: string) =>
      cells.find(({ character, back }) => character === mark && back !== '');
    expect(find('○')?.back).toBe(codeOf(0.5 / 11));
    expect(find('a')).toMatchObject({ front: '255;255;255', back: '0;0;0' });
    expect(find('b')).toMatchObject({ front: '0;0;0', back: '255;255;255' });
    expect(find('c')).toMatchObject({ front: '255;255;255', back: '0;0;0' });
    expect(find('A')?.back).toBe('0;0;0');
  });

  it('takes the nearest of 256 colours where there are no more', () => {
    const cells = mapOf(
      viewOf(RISING, ({ y }) => y),
      2,
    ).flat();
    expect(cells.length).toBeGreaterThan(50);
    for (const { front, back } of cells) {
      expect(front).toMatch(/^\d{2,3}$/);
      expect(back).toMatch(/^\d{2,3}$/);
    }
  });
});

describe('heatMap in sixteen colours', () => {
  const HUES = ['45', '44', '46', '42', '43', '41'];

  it('goes from magenta over blue, cyan, green and yellow to red, with dots of the next between', () => {
    const view = viewOf({ x: [0, 60, 61], y: [0, 1, 2] }, ({ x }) => x);
    const line = heatMap(view, { ...COLORED, color: 1 })[4] ?? '';
    const cells = cellsOf(line).filter(({ back }) => back !== '' && back !== '49');
    expect(cells.map(({ back }) => back).filter((back, i, all) => back !== all[i - 1])).toEqual(
      HUES,
    );
    const levels = cells.map(({ character, back }) => `${back}${character}`);
    expect(new Set(levels).size).toBe(21);
    const dots = levels.filter((level, i) => level !== levels[i - 1]).map((level) => level.at(-1));
    expect(dots.join('')).toBe(`${' ░▒▓'.repeat(5)} `);
  });

  it('does with ASCII dots', () => {
    const lines = heatMap(STAIRS, { ...COLORED, color: 1, unicode: false });
    expect(stripVTControlCharacters(lines.join(''))).toMatch(/^[ -~]*$/);
    expect(lines.slice(2, 22).join('')).toContain('+');
  });
});

describe('heatMap of special surfaces', () => {
  it('says so when every cost is the same, and marks no minimum', () => {
    const lines = heatMap(
      viewOf({ x: [0, 1, 5], y: [0, 1, 5] }, () => 0.49),
      ASCII,
    );
    expect(lines.at(-1)).toBe('cost everywhere 0.49');
  });

  it('says so when there is no number at all', () => {
    const view = viewOf({ x: [0, 1, 5], y: [0, 1, 5] }, () => Number.POSITIVE_INFINITY);
    expect(heatMap(view, PLAIN)).toEqual([
      "Cost of the paper's unit over w and b",
      'no value that can be drawn on a linear scale',
      '25 of 25 points not finite',
    ]);
  });

  it('shows a question mark for no number where there is no grey', () => {
    const view = viewOf({ x: [0, 1, 5], y: [0, 1, 5] }, ({ x, y }) => (x > 0.6 ? Number.NaN : y));
    for (const terminal of [PLAIN, ASCII, { ...COLORED, color: 1 } as const]) {
      const lines = heatMap(view, terminal);
      expect(lines.join('\n')).toMatch(/\?\?\?/);
      expect(lines.at(-1)).toBe('10 of 25 points not finite, drawn ?');
    }
  });

  it('counts zeros of a log scale among the lowest, and says that the lowest is no bound', () => {
    const view = viewOf({ x: [0, 3, 4], y: [0, 1, 2] }, ({ x }) => (x === 0 ? 0 : 10 ** -x), {
      scale: 'log',
    });
    const lines = heatMap(view, { ...ASCII, columns: 60 });
    expect(lines.join('\n')).toMatch(/<= 0\.001 +0\.01 +0\.1\n/);
    expect(lines.join('\n')).toContain('cost, log scale');
    expect(lines[4]).toMatch(/^ *\| +@+ *[=+]+ *$/);
    expect(text(viewOf({ x: [0, 3, 4], y: [0, 1, 2] }, () => 0, { scale: 'log' }))).toContain(
      'no value that can be drawn on a log scale',
    );
  });

  it('draws a row as a line over x, which may descend', () => {
    const view = viewOf({ x: [3, 0, 4], y: [2, 2, 1] }, ({ x, y }) => x + 4 * y);
    const lines = heatMap(view, { ...ASCII, columns: 40 });
    expect(lines[0]).toBe("Cost of the paper's unit over w at b = 2");
    expect(lines.at(-2)?.trim()).toMatch(/^3 +2 +1 +0$/);
    expect(lines.at(-1)?.trim()).toBe('w');
    expect(lines[2]).toMatch(/\|-/);
  });

  it('draws a column as a line over y', () => {
    const view = viewOf({ x: [2, 2, 1], y: [-1.5, 1.5, 7] }, ({ y }) => y * y, {
      quantity: 'gradientNorm',
      scale: 'log',
      paths: [pathOf([{ x: 0, y: 0 }])],
    });
    const lines = heatMap(view, PLAIN);
    expect(lines[0]).toBe("Gradient norm of the paper's unit over b at w = 2 (log scale)");
    expect(lines.join('\n')).toMatch(/^ +-1\.5 .* 1\.5\n +b\n/m);
    expect(lines.at(-1)).toBe('descents leave this line and are not drawn');
  });

  it('says the numbers of a single point', () => {
    const view = viewOf({ x: [5, 5, 1], y: [-2.61234136, -2.61234136, 1] }, ({ x }) => x * x);
    expect(heatMap(view, PLAIN)).toEqual(['cost 25, gradient norm 10 at w = 5, b = -2.61234136']);
  });

  it('names the smallest cost also where gradient norms are shown', () => {
    expect(text({ ...STAIRS, quantity: 'gradientNorm' })).toContain(
      '× smallest cost 0 at w = 0, b = 0',
    );
  });

  it('makes names harmless', () => {
    const { surface } = STAIRS;
    const hostile = { ...surface, x: { ...surface.x, name: 'w\u001b[2J\u202e' } };
    const view = {
      ...STAIRS,
      surface: hostile,
      paths: [pathOf([{ x: 9, y: 9 }], { optimizer: '\u001b[2J' })],
    };
    expect(stripControl(text(view).replaceAll('\n', ''))).toBe(text(view).replaceAll('\n', ''));
  });
});

describe('the legend of descents', () => {
  const INSIDE = { x: 1, y: 1 };
  const OUTSIDE = { x: 9, y: 1 };
  const legendOf = (places: readonly { x: number; y: number }[]) =>
    text({ ...STAIRS, paths: [pathOf(places)] })
      .split('\n')
      .at(-1);

  it('says where a path left the window, how often, or that it never was inside', () => {
    expect(legendOf([INSIDE, INSIDE])).toBe('a  not clipped, ends at A (1, 1)');
    expect(legendOf([INSIDE, OUTSIDE, OUTSIDE])).toBe(
      'a  not clipped, leaves the window at step 1, ends at (9, 1)',
    );
    expect(legendOf([INSIDE, OUTSIDE, INSIDE])).toBe(
      'a  not clipped, 1 of 3 points outside the window, ends at A (1, 1)',
    );
    expect(legendOf([OUTSIDE, INSIDE, OUTSIDE])).toBe(
      'a  not clipped, 2 of 3 points outside the window, ends at (9, 1)',
    );
    expect(legendOf([OUTSIDE])).toBe(
      'a  not clipped, outside the window throughout, ends at (9, 1)',
    );
  });

  it('names no start that is not shown', () => {
    expect(text({ ...STAIRS, paths: [pathOf([OUTSIDE, INSIDE])] })).not.toContain('start');
    expect(text({ ...STAIRS, paths: [pathOf([INSIDE])] })).toContain('○ start');
  });

  it('names what paths differ in, and nothing else', () => {
    const lines = heatMap(
      {
        ...STAIRS,
        paths: [
          pathOf([INSIDE], { maxNorm: 0.1, learningRate: 0.5 }),
          pathOf([INSIDE], { maxNorm: 0.1 }),
        ],
      },
      PLAIN,
    );
    expect(lines.slice(-2)).toEqual([
      'a  clipped at 0.1, learning rate 0.5, ends at A (1, 1)',
      'b  clipped at 0.1, learning rate 0.1, ends at B (1, 1)',
    ]);
  });
});

const end = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const count = fc.integer({ min: 1, max: 60 });
const axis = fc.tuple(end, end, count).filter(([min, max, n]) => n === 1 || min !== max);
const value = fc.oneof(
  fc.double(),
  fc.double({ min: 0, max: 1 }),
  fc.constantFrom(0, Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324),
);
const place = fc.record({ x: fc.oneof(end, fc.double()), y: fc.oneof(end, fc.double()) });
const anyView = fc
  .record({
    x: axis,
    y: axis,
    values: fc.array(value, { minLength: 1, maxLength: 50 }),
    quantity: fc.constantFrom('cost' as const, 'gradientNorm' as const),
    scale: fc.constantFrom('linear' as const, 'log' as const),
    wall: fc.array(fc.array(place, { maxLength: 5 }), { maxLength: 2 }),
    paths: fc.array(fc.array(place, { minLength: 1, maxLength: 5 }), { maxLength: 30 }),
  })
  .map(({ x, y, values, quantity, scale, wall, paths }) => {
    const one = (range: typeof x) => (range[2] === 1 ? ([range[0], range[0], 1] as const) : range);
    const view = viewOf({ x: one(x), y: one(y) }, () => 0, {
      quantity,
      scale,
      wall,
      paths: paths.map((places) => pathOf(places)),
    });
    const numbers = Array.from({ length: x[2] * y[2] }, (_, i) => values[i % values.length] ?? 0);
    return withNumbers(view, { cost: numbers, gradientNorm: numbers });
  });
const anyTerminal = fc.record({
  columns: fc.integer({ min: 20, max: 400 }),
  color: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  unicode: fc.boolean(),
  interactive: fc.boolean(),
});

it('draws a column of the largest numbers of either sign, several to a place', () => {
  const most = Number.MAX_VALUE;
  const view = viewOf({ x: [0, 0, 1], y: [0, 1, 200] }, () => 0);
  const numbers = Array.from({ length: 200 }, (_, i) => [-most, most, 0][i % 3] ?? 0);
  const lines = heatMap(withNumbers(view, { cost: numbers, gradientNorm: numbers }), {
    ...PLAIN,
    columns: 20,
  });
  expect(lines.length).toBeGreaterThan(5);
});

it('draws any surface on any terminal without failing or exceeding it', () => {
  fc.assert(
    fc.property(anyView, anyTerminal, (view, terminal) => {
      for (const line of heatMap(view, terminal)) {
        expect(visibleWidth(line)).toBeLessThanOrEqual(terminal.columns);
        expect(line).not.toContain('undefined');
        if (!terminal.unicode) expect(stripVTControlCharacters(line)).toMatch(/^[ -~]*$/);
        if (terminal.color === 0) expect(line).not.toContain('\u001b');
      }
    }),
    { numRuns: 300 },
  );
});

it.each([20, 40, 80, 200])('keeps lines within %i columns and a sensible height', (columns) => {
  for (const color of [0, 1, 2, 3] as const) {
    for (const unicode of [true, false]) {
      const lines = heatMap(STAIRS, { ...PLAIN, columns, color, unicode });
      expect(Math.max(...lines.map(visibleWidth))).toBe(columns);
      const height = lines.filter((line) => /[┤│+|]/.test(line)).length;
      expect(height).toBeGreaterThanOrEqual(6);
      expect(height).toBeLessThanOrEqual(32);
    }
  }
});
