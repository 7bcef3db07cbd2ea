// How low a cost is beside the others of its surface.

/** The valley is where the cost is within this share of the range of costs above the lowest. */
const VALLEY_SHARE = 0.02;

/** Smallest and largest finite number; the first exceeds the second where there is none. */
export function finiteRange(values: Iterable<number>): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * Tells whether a cost lies in the valley of a surface.
 * @param costs of the surface
 */
export function isInValley(cost: number, costs: Iterable<number>): boolean {
  const [low, high] = finiteRange(costs);
  const lowest = Math.min(low, cost);
  return cost <= lowest + VALLEY_SHARE * Math.max(0, high - lowest);
}
