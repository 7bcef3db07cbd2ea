import { describe, expect, it } from 'vitest';
import { colorOf, NO_VALUE, toHex } from '../../../../src/report/surface/colorMap.ts';
import {
  heatCells,
  LEVELS,
  levelColor,
  levelOf,
} from '../../../../src/report/surface/svg/heatCells.ts';
import { elementsOf, parseXml } from './xml.ts';

const BOX = { left: 10, top: 20, width: 100, height: 50 };
const [PURPLE, RED, GREY] = [toHex(colorOf(0)), toHex(colorOf(1)), toHex(NO_VALUE)];

describe('heatCells', () => {
  it('joins equal neighbours of a row, one path per colour, half cells beyond the edges', () => {
    const shares = Float64Array.of(0, 0, 1, 1, 1, 1, Number.NaN, 0, 0);
    expect(heatCells(shares, { width: 3, height: 3 }, BOX)).toBe(
      [
        '<g transform="translate(-15 7.5) scale(50 25)" shape-rendering="crispEdges">',
        `<path fill="${PURPLE}" d="M0 0h2v1h-2zM1 2h2v1h-2z"/>\n`,
        `<path fill="${RED}" d="M2 0h1v1h-1zM0 1h3v1h-3z"/>\n`,
        `<path fill="${GREY}" d="M0 2h1v1h-1z"/></g>`,
      ].join(''),
    );
  });

  it('covers every cell once, whatever the colours', () => {
    const size = { width: 17, height: 11 };
    const shares = Float64Array.from({ length: 17 * 11 }, (_, k) =>
      k % 13 === 0 ? Number.NaN : ((k * 7) % 5) / 4,
    );
    const covered = new Map<string, string>();
    for (const { attributes } of elementsOf(parseXml(heatCells(shares, size, BOX)), 'path')) {
      for (const [, x, y, length] of attributes.d!.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
        for (let i = 0; i < Number(length); i += 1) {
          const cell = `${Number(x) + i},${y}`;
          expect(covered.has(cell)).toBe(false);
          covered.set(cell, attributes.fill!);
        }
      }
    }
    expect(covered.size).toBe(shares.length);
    shares.forEach((share, k) => {
      const color = covered.get(`${k % 17},${Math.floor(k / 17)}`);
      expect(color).toBe(Number.isNaN(share) ? GREY : levelColor(levelOf(share)));
    });
  });
});

describe('levelOf', () => {
  it('gives the ends the ends of the colours, and each level as much of the range', () => {
    expect([levelOf(0), levelOf(1), levelOf(0.5)]).toEqual([0, LEVELS - 1, LEVELS / 2]);
    expect(levelOf(Number.NaN)).toBeNaN();
    expect([levelColor(0), levelColor(LEVELS - 1), levelColor(Number.NaN)]).toEqual([
      PURPLE,
      RED,
      GREY,
    ]);
  });
});
