// Closes in on the steepest point: a pattern search over ever finer levels, which also strides along
// the wall, since across it the surface is too thin for small steps to follow it.
import { changeFraction, type Found, type Search } from './search.ts';

/** Indices of a place at some level of the lattice. */
type Indices = readonly [i: number, j: number];

/** The search ends where the neighbours of the steepest point are as steep but for this share. */
const FLAT_FRACTION = 1e-10;

/** Moves at one level before it goes on to the next. */
const MOST_MOVES = 64;

/** Longest stride along the wall, as a power of two of the spacing. */
const LONGEST_STRIDE = 18;

/** The same place at a finer level. */
function toLevel(found: Found, finer: number): Found {
  const scale = powerOfTwo(finer - found.level);
  return { ...found, level: finer, i: found.i * scale, j: found.j * scale };
}

/** Neighbouring places, and places along the wall, which runs across the gradient. */
function candidates(
  { lattice, points }: Search,
  { level, i, j, point, gradientNorm }: Found,
): Indices[] {
  const { stepX, stepY } = lattice;
  const { dx, dy } = points.columns;
  const places: [number, number][] = [];
  for (let b = -stepY; b <= stepY; b++) {
    for (let a = -stepX; a <= stepX; a++) places.push([i + a, j + b]);
  }
  if (stepX && stepY && gradientNorm > 0) {
    const along = -(dy[point] ?? 0) / gradientNorm / lattice.spacingX(level);
    const up = (dx[point] ?? 0) / gradientNorm / lattice.spacingY(level);
    const unit = Math.max(Math.abs(along), Math.abs(up));
    for (let stride = 2; stride <= 2 * LONGEST_STRIDE; stride++) {
      // Twice a power of two, or three times one: evenly spread on a logarithmic scale.
      const length = (stride % 2 === 0 ? 2 : 3) * powerOfTwo(Math.floor(stride / 2) - 1);
      for (const sign of [-1, 1]) {
        const share = (sign * length) / unit;
        places.push([i + Math.round(along * share), j + Math.round(up * share)]);
      }
    }
  }
  const isInside = ([a, b]: Indices) =>
    a >= 0 && b >= 0 && a <= lattice.lastX(level) && b <= lattice.lastY(level);
  return places.filter((place) => isInside(place) && (place[0] !== i || place[1] !== j));
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let n = 0; n < exponent; n++) power *= 2;
  return power;
}

/**
 * Searches on from the steepest point found.
 * @param budget most points the whole search may have computed
 * @returns change of the largest norm over the last level, as a share of it; null without a level
 * @see Hooke, R. & Jeeves, T. A. (1961), "Direct search", for the pattern search.
 */
export async function closeIn(search: Search, budget: number): Promise<number | null> {
  const { lattice, points } = search;
  let change: number | null = null;
  for (let level = search.steepest.level + 1; level <= lattice.mostLevels; level++) {
    const before = search.steepest;
    const seen = new Set<number>();
    let lowest = Number.POSITIVE_INFINITY;
    for (let move = 0; move < MOST_MOVES && points.count < budget; move++) {
      const centre = toLevel(search.steepest, level);
      const places = candidates(search, centre)
        .filter(([i, j]) => {
          const key = lattice.keyOf(level, i, j);
          return !seen.has(key) && seen.add(key);
        })
        .slice(0, budget - points.count);
      if (places.length === 0) break;
      const first = points.next;
      await search.compute(
        level,
        Float64Array.from(places, ([i]) => i),
        Float64Array.from(places, ([, j]) => j),
      );
      const { gradientNorm: norms } = points.columns;
      places.forEach(([i, j], n) => {
        const isNearest = Math.abs(i - centre.i) <= 1 && Math.abs(j - centre.j) <= 1;
        if (isNearest) lowest = Math.min(lowest, norms[first + n] ?? Number.NaN);
      });
      if (search.steepest.point === centre.point) break;
    }
    change = changeFraction(before, search.steepest);
    const isFlat = lowest >= search.steepest.gradientNorm * (1 - FLAT_FRACTION);
    if (isFlat || points.count >= budget) break;
  }
  return change;
}
