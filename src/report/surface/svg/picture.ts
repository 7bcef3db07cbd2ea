// What the parts of a picture of a surface agree on: where it stands on the page, how high it is.

import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { formatNumber } from '../../format.ts';
import { stripControl } from '../../text.ts';
import { QUANTITY_NAMES, SCALE_NAMES } from '../words.ts';
import type { Box } from './box.ts';
import { textElement } from './typography.ts';

/** Where a picture may be drawn: as much as it needs below `top`. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** A finished picture. */
export interface Picture {
  readonly markup: string;
  /** Pixels it takes below the top of its area. */
  readonly height: number;
  /** What it shows in words, for whoever cannot see it. */
  readonly description: string;
}

/** Height of the rectangle that a map or a line is drawn in, in pixels. */
export const BOX_HEIGHT = 480;

/** Pixels between a picture's axis and its legend. */
export const LEGEND_GAP = 14;

/**
 * Says in the middle of an empty picture that there is nothing to draw.
 *
 * @param box - the picture.
 */
export function noValueText({ left, top, width, height }: Box): string {
  return textElement('no value that can be drawn', {
    x: left + width / 2,
    y: top + height / 2,
    'text-anchor': 'middle',
    'font-size': 14,
  });
}

/**
 * Names the quantity shown and how its numbers are laid out: `gradient norm, log scale`.
 *
 * @param view - the surface and which of its numbers is shown.
 */
export function captionOf({ quantity, scale }: SurfaceView): string {
  return `${QUANTITY_NAMES[quantity]}${scale === 'log' ? `, ${SCALE_NAMES.log}` : ''}`;
}

/**
 * Says what an axis spans: `w from 4.5 to 5.5`.
 *
 * @param axis - its name and ends.
 */
export function spanOf({ name, min, max }: SurfaceView['surface']['x']): string {
  const [first, last] = [min, max].map((end) => formatNumber(end, { digits: 9 }));
  return `${stripControl(name)} from ${first} to ${last}`;
}
