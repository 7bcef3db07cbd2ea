// Places as shares of a window, and lines cut to it. Which numbers lie where is the axes' business.
import type { Place, Surface } from '../../experiment/surface/surface.ts';
import { sharesInside } from '../plot/clipLine.ts';

/** A place as shares of the window's width, from the left, and height, from the bottom. */
export interface WindowPlace {
  readonly across: number;
  readonly up: number;
}

/** An unbroken part of a line inside the window. */
export interface VisibleLine {
  /** At least two places. */
  readonly points: readonly WindowPlace[];
  /** Whether the line goes on outside, from the last point. */
  readonly leaves: boolean;
}

/** How far outside the window a place may lie: rounding, no more. */
const TOLERANCE = 1e-9;

const isShare = (share: number) => share >= -TOLERANCE && share <= 1 + TOLERANCE;

/**
 * Says whether a place lies in the window, its edges included.
 *
 * @param place - any place; one that is not finite lies outside.
 */
export function isInWindow({ across, up }: WindowPlace): boolean {
  return isShare(across) && isShare(up);
}

/**
 * Gives a place of a surface as shares of its window; reversed axes count from their first value.
 *
 * @param surface - the grid, each axis with two values or more.
 * @param place - any place.
 */
export function windowPlaceOf({ x, y }: Pick<Surface, 'x' | 'y'>, place: Place): WindowPlace {
  return {
    across: (place.x - x.min) / (x.max - x.min),
    up: (place.y - y.min) / (y.max - y.min),
  };
}

/**
 * Cuts a straight line to the window.
 *
 * @param from - its beginning.
 * @param to - its end.
 * @returns the shares of the line at which it enters and leaves, or null where it stays outside or
 *   an end is not finite.
 */
export function visiblePart(
  from: WindowPlace,
  to: WindowPlace,
): { readonly enter: number; readonly leave: number } | null {
  // Between two ends too far apart, no place in between can be computed.
  if (!Number.isFinite(to.across - from.across) || !Number.isFinite(to.up - from.up)) return null;
  return sharesInside({ x: from.across, y: from.up }, { x: to.across, y: to.up }, 1, 1);
}

/**
 * Finds a place on a straight line.
 *
 * @param from - its beginning.
 * @param to - its end.
 * @param share - of the way, 0 … 1.
 */
export function placeBetween(from: WindowPlace, to: WindowPlace, share: number): WindowPlace {
  return {
    across: from.across + (to.across - from.across) * share,
    up: from.up + (to.up - from.up) * share,
  };
}

/**
 * Cuts a line through places to the window.
 *
 * @param places - joined by straight lines; those that are not finite break it.
 * @returns its unbroken parts, in order.
 */
export function visibleLines(places: readonly WindowPlace[]): VisibleLine[] {
  const lines: { points: WindowPlace[]; leaves: boolean }[] = [];
  let isOpen = false;
  places.forEach((to, index) => {
    const from = places[index - 1];
    const part = from && visiblePart(from, to);
    if (!part) {
      isOpen = false;
      return;
    }
    const end = placeBetween(from, to, part.leave);
    const leaves = part.leave < 1;
    const last = lines.at(-1);
    if (isOpen && last) {
      last.points.push(end);
      last.leaves = leaves;
    } else {
      lines.push({ points: [placeBetween(from, to, part.enter), end], leaves });
    }
    isOpen = !leaves;
  });
  return lines;
}
