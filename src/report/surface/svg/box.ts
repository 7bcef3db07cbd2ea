// The rectangle a picture is drawn in, and the way from places of its window to pixels.
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
 * Gives the pixel of a place.
 *
 * @param box - the rectangle of the window.
 * @param place - as shares of it.
 */
export function pixelIn({ left, top, width, height }: Box, { across, up }: WindowPlace): Pixel {
  return [left + across * width, top + (1 - up) * height];
}
