// Places as shares of a window, and lines cut to it. Which numbers lie where is the axes' business.

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
 * Cuts a straight line to the window.
 *
 * @param from - its beginning.
 * @param to - its end.
 * @returns the shares of the line at which it enters and leaves, or null where it stays outside or
 *   an end is not finite.
 * @see Liang and Barsky 1984, "A new concept and method for line clipping".
 */
export function visiblePart(
  from: WindowPlace,
  to: WindowPlace,
): { enter: number; leave: number } | null {
  let [enter, leave] = [0, 1];
  for (const key of ['across', 'up'] as const) {
    const change = to[key] - from[key];
    if (!Number.isFinite(change)) return null;
    if (change === 0 && isShare(from[key])) continue;
    const [one, other] = [-from[key] / change, (1 - from[key]) / change];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter <= leave ? { enter, leave } : null;
}

const between = (from: WindowPlace, to: WindowPlace, share: number): WindowPlace => ({
  across: from.across + (to.across - from.across) * share,
  up: from.up + (to.up - from.up) * share,
});

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
    const end = between(from, to, part.leave);
    const leaves = part.leave < 1;
    const last = lines.at(-1);
    if (isOpen && last) {
      last.points.push(end);
      last.leaves = leaves;
    } else {
      lines.push({ points: [between(from, to, part.enter), end], leaves });
    }
    isOpen = !leaves;
  });
  return lines;
}
