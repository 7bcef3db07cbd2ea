import { describe, expect, it } from 'vitest';
import { drawDescent } from '../../../../src/report/surface/svg/descents.ts';
import { pathStyle } from '../../../../src/report/surface/svg/pathStyle.ts';
import { pathOf, viewOf } from '../views.ts';
import { elementsOf, parseXml } from './xml.ts';

const { surface } = viewOf({ x: [0, 1, 3], y: [0, 1, 3] }, () => 0);
const BOX = { left: 0, top: 0, width: 100, height: 100 };

const draw = (places: readonly (readonly [x: number, y: number])[]) =>
  drawDescent(pathOf(places.map(([x, y]) => ({ x, y }))), surface, BOX, pathStyle(0));

const shapesOf = (markup: string) => {
  const root = parseXml(`<g>${markup}</g>`);
  const paths = elementsOf(root, 'path');
  return {
    circles: elementsOf(root, 'circle'),
    squares: elementsOf(root, 'rect'),
    arrows: paths.filter(({ attributes }) => attributes.transform),
    lines: paths.filter(({ attributes }) => !attributes.transform),
  };
};

describe('drawDescent', () => {
  it('marks start and end of a path inside the window', () => {
    const drawn = draw([
      [0.25, 0.25],
      [0.75, 0.5],
    ]);
    expect(drawn).toMatchObject({ showsStart: true, showsEnd: true, leaves: false });
    expect(drawn.lines).toEqual([
      [
        [25, 75],
        [75, 50],
      ],
    ]);
    const { circles, squares, arrows, lines } = shapesOf(drawn.markup);
    expect(circles.map(({ attributes }) => [attributes.cx, attributes.cy])).toEqual([
      ['25', '75'],
      ['25', '75'],
    ]);
    expect(squares).toHaveLength(1);
    expect(arrows).toEqual([]);
    expect(lines.map(({ attributes }) => attributes.d)).toEqual(['M25 75L75 50']);
  });

  it('points an arrow out of the window where the path leaves it', () => {
    const drawn = draw([
      [0.5, 0.5],
      [362, 0.5],
    ]);
    expect(drawn).toMatchObject({ showsEnd: false, leaves: true });
    const { arrows, squares } = shapesOf(drawn.markup);
    expect(squares).toEqual([]);
    expect(arrows.map(({ attributes }) => attributes.transform)).toEqual([
      'translate(100.0 50.0) rotate(0.0)',
    ]);
    expect(drawn.lines).toEqual([
      [
        [50, 50],
        [100, expect.closeTo(50, 9)],
      ],
    ]);
    const up = draw([
      [0.5, 0.5],
      [0.5, 572],
    ]);
    expect(shapesOf(up.markup).arrows[0]!.attributes.transform).toBe(
      'translate(50.0 0.0) rotate(-90.0)',
    );
  });

  it('goes on where the path comes back', () => {
    const drawn = draw([
      [0.5, 0.25],
      [1.5, 0.25],
      [1.5, 0.75],
      [0.5, 0.75],
    ]);
    expect(drawn.lines).toHaveLength(2);
    expect(shapesOf(drawn.markup).arrows).toHaveLength(1);
    expect(drawn).toMatchObject({ showsStart: true, showsEnd: true, leaves: true });
  });

  it('draws nothing of a path outside the window, and only the marks of one that stands still', () => {
    const outside = draw([
      [2, 2],
      [3, 3],
    ]);
    expect(outside).toMatchObject({ showsStart: false, showsEnd: false, leaves: false, lines: [] });
    expect(outside.markup.trim()).toBe('');
    const still = draw([[0.5, 0.5]]);
    expect(still).toMatchObject({ showsStart: true, showsEnd: true, lines: [] });
  });

  it('ends a path that left the finite numbers where it was last seen', () => {
    const drawn = draw([
      [0.25, 0.5],
      [0.5, 0.5],
      [Number.NaN, Number.POSITIVE_INFINITY],
    ]);
    expect(drawn.lines).toEqual([
      [
        [25, 50],
        [50, 50],
      ],
    ]);
    expect(drawn.showsEnd).toBe(false);
    expect(drawn.markup).not.toMatch(/NaN|Infinity/);
  });

  it('dots long steps and leaves short ones to the line', () => {
    const long = draw([
      [0.1, 0.5],
      [0.4, 0.5],
      [0.7, 0.5],
      [0.9, 0.5],
    ]);
    expect(shapesOf(long.markup).circles).toHaveLength(2 + 2);
    const short = draw(Array.from({ length: 50 }, (_, n) => [0.2 + n / 100, 0.5] as const));
    expect(shapesOf(short.markup).circles).toHaveLength(2);
  });

  it('stays short however long the path is', () => {
    const places = Array.from(
      { length: 200_000 },
      (_, n) => [n % 2 === 0 ? 0.2 : 1.5, 0.5] as const,
    );
    const drawn = draw(places);
    expect(drawn.markup.length + drawn.casing.length).toBeLessThan(250_000);
    expect(shapesOf(drawn.markup).arrows.length).toBeLessThanOrEqual(100);
    const creeping = draw(
      Array.from({ length: 100_000 }, (_, n) => [0.2 + n * 1e-7, 0.5] as const),
    );
    expect(creeping.lines[0]!.length).toBeLessThan(10);
  });
});

describe('pathStyle', () => {
  it('tells twenty paths apart', () => {
    const styles = Array.from({ length: 20 }, (_, n) => JSON.stringify(pathStyle(n)));
    expect(new Set(styles).size).toBe(20);
  });

  it('gives neighbours different colours and different dashes', () => {
    for (let n = 0; n < 20; n += 1) {
      expect(pathStyle(n).color).not.toBe(pathStyle(n + 1).color);
      expect(pathStyle(n).dashes).not.toBe(pathStyle(n + 1).dashes);
    }
  });
});
