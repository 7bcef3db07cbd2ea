// A surface of a single point: its numbers in words.
import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { formatNumber } from '../../format.ts';
import { writePlace } from '../words.ts';
import type { Area, Picture } from './picture.ts';
import { textElement } from './typography.ts';

const DIGITS = 6;
const SIZE = 16;
const LINE_HEIGHT = 24;

/**
 * Writes a surface of a single point.
 *
 * @param view - the surface.
 * @param area - where to write.
 */
export function pointPicture({ surface }: SurfaceView, { left, top }: Area): Picture {
  const [cost, norm] = [surface.cost, surface.gradientNorm].map(([value = Number.NaN]) =>
    formatNumber(value, { digits: DIGITS }),
  );
  const place = writePlace({ x: surface.x.min, y: surface.y.min }, surface);
  const lines = [`cost ${cost}`, `gradient norm ${norm}`, `at ${place}`];
  return {
    markup: lines
      .map((line, row) =>
        textElement(line, { x: left, y: top + LINE_HEIGHT * (row + 1), 'font-size': SIZE }),
      )
      .join('\n'),
    height: LINE_HEIGHT * lines.length,
    description: `${lines.join(', ')}.`,
  };
}
