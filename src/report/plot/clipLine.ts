// The part of a straight line that lies inside a rectangle, so that what lies far outside costs
// nothing to draw.

/** A point in dots: x from the left, y from the top. */
export interface DotPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Finds where a line enters and leaves [0, width] × [0, height].
 *
 * @param from - where it begins; finite.
 * @param to - where it ends; finite.
 * @param width - right edge.
 * @param height - bottom edge.
 * @returns shares of the way from its beginning to its end, or null where nothing is inside.
 * @see Liang and Barsky 1984, "A new concept and method for line clipping"
 */
export function sharesInside(
  from: DotPoint,
  to: DotPoint,
  width: number,
  height: number,
): { readonly enter: number; readonly leave: number } | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  const edges = [
    [-dx, from.x],
    [dx, width - from.x],
    [-dy, from.y],
    [dy, height - from.y],
  ] as const;
  for (const [outwards, room] of edges) {
    if (outwards === 0 && room < 0) return null;
    if (outwards < 0) enter = Math.max(enter, room / outwards);
    if (outwards > 0) leave = Math.min(leave, room / outwards);
  }
  return enter <= leave ? { enter, leave } : null;
}

/**
 * Cuts a line off at the edges of [0, width] × [0, height].
 *
 * @param from - where it begins; finite.
 * @param to - where it ends; finite.
 * @param width - right edge.
 * @param height - bottom edge.
 * @returns the ends of what is inside, or null where nothing is.
 */
export function clipLine(
  from: DotPoint,
  to: DotPoint,
  width: number,
  height: number,
): readonly [DotPoint, DotPoint] | null {
  const inside = sharesInside(from, to, width, height);
  if (!inside) return null;
  const { enter, leave } = inside;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const at = (share: number) => ({ x: from.x + dx * share, y: from.y + dy * share });
  return [enter === 0 ? from : at(enter), leave === 1 ? to : at(leave)];
}
