// The colours of a map: one path per colour, made of runs of equal neighbours in a row. A grid point
// is the centre of its cell, so the outermost cells are cut in half by the edge of the window.
import { colorOf, toHex } from '../colorMap.ts';
import type { PixelSize } from '../pixels.ts';
import type { Box } from './box.ts';
import { element, pixels } from './elements.ts';

/** Colours that are told apart: with fewer, steps are seen where a log scale changes slowly. */
export const LEVELS = 256;

/**
 * Rounds a share to the colour it is drawn in.
 *
 * @param share - in [0, 1], or NaN.
 * @returns 0 … LEVELS − 1, or NaN.
 */
export function levelOf(share: number): number {
  return Math.min(LEVELS - 1, Math.floor(share * LEVELS));
}

/**
 * Gives the colour of a level.
 *
 * @param level - 0 … LEVELS − 1, or NaN for no value.
 */
export function levelColor(level: number): string {
  return toHex(colorOf(level / (LEVELS - 1)));
}

/**
 * Draws the cells of a map; whoever places them clips them to the box.
 *
 * @param shares - of the colours, from the top row down, [height, width]; NaN is grey.
 * @param size - cells, at least 2 by 2.
 * @param box - the window: the first and the last cell have their centres on its edges.
 */
export function heatCells(shares: Float64Array, size: PixelSize, box: Box): string {
  const { width, height } = size;
  const runs = new Map<string, string[]>();
  for (let row = 0; row < height; row += 1) {
    let start = 0;
    for (let column = 1; column <= width; column += 1) {
      const level = levelOf(shares[row * width + start] ?? Number.NaN);
      const next = levelOf(shares[row * width + column] ?? Number.NaN);
      if (column < width && Object.is(level, next)) continue;
      const color = levelColor(level);
      const length = column - start;
      const run = `M${start} ${row}h${length}v1h-${length}z`;
      const sameColor = runs.get(color);
      if (sameColor) sameColor.push(run);
      else runs.set(color, [run]);
      start = column;
    }
  }
  const [across, down] = [box.width / (width - 1), box.height / (height - 1)];
  const place = `${pixels(box.left - across / 2, 4)} ${pixels(box.top - down / 2, 4)}`;
  return element(
    'g',
    {
      transform: `translate(${place}) scale(${pixels(across, 6)} ${pixels(down, 6)})`,
      'shape-rendering': 'crispEdges',
    },
    [...runs].map(([fill, parts]) => element('path', { fill, d: parts.join('') })).join('\n'),
  );
}
