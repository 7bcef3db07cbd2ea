import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCanvas } from '../../../src/report/plot/canvas.ts';
import { clipLine } from '../../../src/report/plot/clipLine.ts';
import { type CurveStyle, createDotCanvas } from '../../../src/report/plot/dotCanvas.ts';

const THIN: CurveStyle = { paint: null, character: '*', rank: 0, thickness: 1, spacing: 1 };

function draw(
  columns: number,
  rows: number,
  isBraille: boolean,
  curves: readonly (readonly [readonly (readonly [number, number])[], CurveStyle])[],
): string[] {
  const dots = createDotCanvas(columns, rows, isBraille);
  for (const [points, style] of curves) {
    dots.curve(
      points.map(([x, y]) => ({ x, y })),
      style,
    );
  }
  const canvas = createCanvas(columns, rows);
  dots.drawOn(canvas);
  return Array.from({ length: rows }, (_, row) => canvas.line(row));
}

describe('curves in dots', () => {
  it('draw each dot of a braille cell where it is', () => {
    const cells = Array.from({ length: 8 }, (_, index) =>
      draw(1, 1, true, [[[[index % 2, Math.floor(index / 2)]], THIN]]).join(''),
    );
    expect(cells.join('')).toBe('⠁⠈⠂⠐⠄⠠⡀⢀');
  });

  it('draw lines from point to point', () => {
    const path = [
      [0, 0],
      [3, 3],
      [7, 3],
    ] as const;
    expect(draw(4, 1, true, [[path, THIN]])).toEqual(['⠑⢄⣀⣀']);
    expect(draw(8, 4, false, [[path, THIN]])).toEqual(['*', ' *', '  *', '   *****']);
  });

  it('are as thick as asked, across their direction', () => {
    const thick = { ...THIN, thickness: 3 };
    expect(
      draw(2, 1, true, [
        [
          [
            [0, 1],
            [3, 1],
          ],
          thick,
        ],
      ]),
    ).toEqual(['⠿⠿']);
    expect(
      draw(2, 1, true, [
        [
          [
            [1, 0],
            [1, 3],
          ],
          thick,
        ],
      ]),
    ).toEqual(['⣿⡇']);
    expect(
      draw(4, 3, false, [
        [
          [
            [0, 1],
            [3, 1],
          ],
          thick,
        ],
      ]),
    ).toEqual(['', '****', '']);
  });

  it('leave out dots where they are spaced, not characters', () => {
    const spaced = { ...THIN, spacing: 2 };
    expect(
      draw(3, 1, true, [
        [
          [
            [0, 0],
            [5, 0],
          ],
          spaced,
        ],
      ]),
    ).toEqual(['⠁⠁⠁']);
    expect(
      draw(3, 1, false, [
        [
          [
            [0, 0],
            [2, 0],
          ],
          spaced,
        ],
      ]),
    ).toEqual(['***']);
  });

  it('share cells; the higher rank gives the character, whatever comes first', () => {
    const upper = { ...THIN, character: '#', rank: 1 };
    const [a, b] = [
      [
        [
          [0, 0],
          [1, 0],
        ],
        THIN,
      ],
      [[[0, 0]], upper],
    ] as const;
    expect(draw(2, 1, false, [a, b])).toEqual(['#*']);
    expect(draw(2, 1, false, [b, a])).toEqual(['#*']);
    expect(
      draw(1, 1, true, [
        [[[0, 0]], THIN],
        [[[1, 3]], upper],
      ]),
    ).toEqual(['⢁']);
  });

  it('leave out what lies outside, however far', () => {
    const far = [
      [-1e9, 1],
      [1e9, 1],
    ] as const;
    expect(draw(2, 1, true, [[far, THIN]])).toEqual(['⠒⠒']);
    expect(
      draw(2, 1, true, [
        [
          [
            [-9, -9],
            [9, -9],
          ],
          THIN,
        ],
      ]),
    ).toEqual(['']);
    expect(draw(2, 1, true, [[[[5, 5]], THIN]])).toEqual(['']);
  });

  it('say which cells they hold', () => {
    const dots = createDotCanvas(3, 2, true);
    dots.curve([{ x: 2, y: 5 }], THIN);
    const held = [0, 1].map((row) => [0, 1, 2].map((column) => dots.holds(column, row)));
    expect(held).toEqual([
      [false, false, false],
      [false, true, false],
    ]);
  });
});

describe('clipLine', () => {
  const coordinate = fc.integer({ min: -40, max: 40 });
  const point = fc.record({ x: coordinate, y: coordinate });

  it('keeps a line that is inside and drops one that passes by', () => {
    const [from, to] = [
      { x: 1, y: 1 },
      { x: 3, y: 2 },
    ];
    expect(clipLine(from, to, 4, 4)).toEqual([from, to]);
    expect(clipLine({ x: -3, y: 2 }, { x: 2, y: 9 }, 4, 4)).toBe(null);
    expect(clipLine({ x: 9, y: 9 }, { x: 9, y: 9 }, 4, 4)).toBe(null);
  });

  it('keeps exactly the points that are inside', () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        const kept = clipLine(from, to, 10, 6);
        const isInside = ({ x, y }: { x: number; y: number }) =>
          x >= -1e-9 && x <= 10 + 1e-9 && y >= -1e-9 && y <= 6 + 1e-9;
        if (kept !== null) expect(kept.every(isInside)).toBe(true);
        for (let share = 0; share <= 1; share += 1 / 64) {
          const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
          if (!(at.x >= 0 && at.x <= 10 && at.y >= 0 && at.y <= 6)) continue;
          expect(kept).not.toBe(null);
          const [start = at, end = at] = kept ?? [];
          const within = (a: number, b: number, c: number) =>
            c >= Math.min(a, b) - 1e-9 && c <= Math.max(a, b) + 1e-9;
          expect(within(start.x, end.x, at.x) && within(start.y, end.y, at.y)).toBe(true);
        }
      }),
    );
  });
});
