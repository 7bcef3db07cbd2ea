// The surface as the page's views need it: all frames unpacked, what is shown as heights, and where
// places of the plane lie. No drawing here.
import type { ColorScale, Quantity } from '../../../experiment/surface/surface.ts';
import { type ColorRange, colorRange } from '../colorRange.ts';
import { unpackNumbers } from '../packedNumbers.ts';
import type { PageAxis, PageData } from '../pageData.ts';
import type { WindowPlace } from '../windowPlace.ts';

/** What is shown of a surface. */
export interface Shown {
  readonly quantity: Quantity;
  readonly scale: ColorScale;
  /** Index of the frame. */
  readonly frame: number;
}

/** Brings a share into 0 … 1; NaN stays. */
export const clampShare = (share: number): number => Math.min(1, Math.max(0, share));

/** The surface behind a page. */
export interface SurfaceModel {
  readonly data: PageData;
  readonly columns: number;
  readonly rows: number;
  /** Numbers of a frame, rows from the top, [rows · columns]. */
  values(quantity: Quantity, frame: number): Float64Array;
  /** Which numbers get which heights and colours: for all frames those of the last, to compare. */
  range(quantity: Quantity, scale: ColorScale): ColorRange;
  /** Heights 0 … 1 of what is shown, NaN where there is none, [rows · columns]. */
  heights(shown: Shown): Float64Array;
  /** Finds where a place lies; NaN where that cannot be said. */
  locate(x: number, y: number): WindowPlace;
}

/** On an axis of one value there is no other place than this one. */
const shareOn = ({ min, max }: PageAxis, value: number) => {
  if (min !== max) return (value - min) / (max - min);
  return value === min ? 0.5 : Number.NaN;
};

/**
 * Unpacks the surface of a page.
 *
 * @param data - what the page carries.
 */
export function createSurfaceModel(data: PageData): SurfaceModel {
  const [columns, rows] = [data.x.labels.length, data.y.labels.length];
  const cells = columns * rows;
  const unpackAll = (quantity: Quantity) => {
    const all = new Float64Array(data.frames.length * cells);
    data.frames.forEach((frame, index) => {
      all.set(unpackNumbers(frame[quantity]), index * cells);
    });
    return all;
  };
  const numbers = { cost: unpackAll('cost'), gradientNorm: unpackAll('gradientNorm') };
  const ranges = new Map<string, ColorRange>();
  const values = (quantity: Quantity, frame: number) =>
    numbers[quantity].subarray(frame * cells, (frame + 1) * cells);
  const range = (quantity: Quantity, scale: ColorScale) => {
    const key = `${quantity} ${scale}`;
    const known = ranges.get(key);
    if (known) return known;
    const ofLast = colorRange(values(quantity, data.frames.length - 1), scale);
    const found = Number.isNaN(ofLast.min) ? colorRange(numbers[quantity], scale) : ofLast;
    ranges.set(key, found);
    return found;
  };
  return {
    data,
    columns,
    rows,
    values,
    range,
    heights({ quantity, scale, frame }) {
      const { shareOf } = range(quantity, scale);
      return values(quantity, frame).map((value) => clampShare(shareOf(value)));
    },
    locate: (x, y) => ({ across: shareOn(data.x, x), up: shareOn(data.y, y) }),
  };
}
