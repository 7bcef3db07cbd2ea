// Closes in on the steepest point: a pattern search over ever finer levels, which also strides along
// the wall, since across it the surface is too thin for small steps to follow it.
import { changeFraction, type Found, type Indices, type Search } from './search.ts';

/** The search ends where the neighbours of the steepest point are as steep but for this share. */
const FLAT_FRACTION = 1e-7;

/** Moves at one level before it goes on to the next. */
const MOST_MOVES = 64;

/** Longest stride along the wall, as a power of two of the spacing. */
const LONGEST_STRIDE = 18;

/** The same place at a finer level. */
function toLevel({ level, i, j, point }: Found, finer: number): Found {
  let scale = 1;
  for (let at = level; at < finer; at++) scale *= 2;
  return { level: finer, i: i * scale, j: j * scale, point };
}

/** Neighbouring places, and places along the wall, which runs across the gradient. */
function candidates({ lattice }: Search, { level, i, j, point }: Found): Indices[] {
  const { stepX, stepY } = lattice;
  const places: [number, number][] = [];
  for (let b = -stepY; b <= stepY; b++) {
    for (let a = -stepX; a <= stepX; a++) places.push([i + a, j + b]);
  }
  if (stepX && stepY && point.gradientNorm > 0) {
    const along = -point.dy / point.gradientNorm / lattice.spacingX(level);
    const up = point.dx / point.gradientNorm / lattice.spacingY(level);
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
  const { lattice } = search;
  const seen = new Set<string>();
  let change: number | null = null;
  for (let level = search.steepest.level + 1; level <= lattice.mostLevels; level++) {
    const before = search.steepest;
    let lowest = Number.POSITIVE_INFINITY;
    for (let move = 0; move < MOST_MOVES && search.count < budget; move++) {
      const centre = toLevel(search.steepest, level);
      const places = candidates(search, centre).filter(([i, j]) => {
        const name = `${level} ${i} ${j}`;
        return !seen.has(name) && seen.add(name);
      });
      if (places.length === 0) break;
      const points = await search.compute(level, places);
      lowest = Math.min(lowest, ...nearest(centre, places, points));
      if (search.steepest.point === centre.point) break;
    }
    change = changeFraction(before, search.steepest);
    const isFlat = lowest >= search.steepest.point.gradientNorm * (1 - FLAT_FRACTION);
    if (isFlat || search.count >= budget) break;
  }
  return change;
}

/** Norms of the points right beside the centre. */
function nearest(
  { i, j }: Found,
  places: readonly Indices[],
  points: readonly { readonly gradientNorm: number }[],
): number[] {
  return points.flatMap(({ gradientNorm }, n) => {
    const [a = i, b = j] = places[n] ?? [];
    return Math.abs(a - i) <= 1 && Math.abs(b - j) <= 1 ? [gradientNorm] : [];
  });
}
