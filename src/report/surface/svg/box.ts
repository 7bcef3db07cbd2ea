// The rectangle a picture is drawn in, and the way from places of the surface to its pixels.
import type { Place, Surface } from '../../../experiment/surface/surface.ts';
import type { WindowPlace } from '../windowPlace.ts';
import type { Pixel } from './elements.ts';

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Gives a place of the surface as shares of its window; reversed axes count from their first value.
 *
 * @param surface - the grid, each axis with two values or more.
 * @param place - any place.
 */
export function windowPlaceOf({ x, y }: Surface, place: Place): WindowPlace {
  return {
    across: (place.x - x.min) / (x.max - x.min),
    up: (place.y - y.min) / (y.max - y.min),
  };
}

/**
 * Gives the pixel of a place.
 *
 * @param box - the rectangle of the window.
 * @param place - as shares of it.
 */
export function pixelIn({ left, top, width, height }: Box, { across, up }: WindowPlace): Pixel {
  return [left + across * width, top + (1 - up) * height];
}
