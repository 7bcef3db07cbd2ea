// The places that refinement may look at: a grid whose spacing halves from level to level. A place that
// two levels share has the same coordinates in both, bit for bit.
import { type Axis, valueBetween } from '../axis.ts';

/** A grid with all its halvings. */
export interface Lattice {
  /** 1 where an axis has a spacing to halve, 0 where it is a single value. */
  readonly stepX: 0 | 1;
  readonly stepY: 0 | 1;
  /** Most halvings for which places have whole numbers and spacings are seen by a double. */
  readonly mostLevels: number;
  /** Last index along x at a level. */
  lastX(level: number): number;
  /** Last index along y at a level. */
  lastY(level: number): number;
  /** Value of x at an index of a level. */
  xAt(level: number, i: number): number;
  /** Value of y at an index of a level. */
  yAt(level: number, j: number): number;
  /** Spacing along x at a level, always positive; 0 along a single value. */
  spacingX(level: number): number;
  /** Spacing along y at a level, always positive; 0 along a single value. */
  spacingY(level: number): number;
  /** A whole number for the place, unique at its level. */
  keyOf(level: number, i: number, j: number): number;
}

const SAFE_BITS = 52;

/** Halvings of an axis before its spacing drowns in the rounding of its values. */
function levelsOf({ min, max, count }: Axis): number {
  if (count === 1) return SAFE_BITS;
  const spacing = Math.abs(max - min) / (count - 1);
  let smallest = Math.max(Math.abs(min), Math.abs(max)) * 4 * Number.EPSILON;
  let levels = 0;
  while (smallest < spacing && levels < SAFE_BITS) {
    smallest *= 2;
    levels++;
  }
  return levels;
}

/** Bits of the number of points along an axis. */
function bitsOf(count: number): number {
  let bits = 0;
  for (let most = 1; most < count; most *= 2) bits++;
  return bits;
}

/** Makes the lattice of a grid. */
export function createLattice(x: Axis, y: Axis): Lattice {
  const [stepX, stepY] = [x.count > 1 ? 1 : 0, y.count > 1 ? 1 : 0] as const;
  const axes = stepX + stepY;
  const room = axes === 0 ? 0 : Math.floor((SAFE_BITS - bitsOf(x.count) - bitsOf(y.count)) / axes);
  const scales = [1];
  while (scales.length <= SAFE_BITS) scales.push((scales.at(-1) ?? 1) * 2);
  const scaleOf = (level: number) => scales[level] ?? 1;
  const lastOf = ({ count }: Axis, level: number) => (count - 1) * scaleOf(level);
  const coordinateOf = (axis: Axis, level: number, index: number) =>
    valueBetween(axis.min, axis.max, lastOf(axis, level), index);
  const spacingOf = (axis: Axis, level: number) =>
    axis.count === 1 ? 0 : Math.abs(axis.max - axis.min) / lastOf(axis, level);
  return {
    stepX,
    stepY,
    mostLevels: Math.max(0, Math.min(room, levelsOf(x), levelsOf(y))),
    lastX: (level) => lastOf(x, level),
    lastY: (level) => lastOf(y, level),
    xAt: (level, i) => coordinateOf(x, level, i),
    yAt: (level, j) => coordinateOf(y, level, j),
    spacingX: (level) => spacingOf(x, level),
    spacingY: (level) => spacingOf(y, level),
    keyOf: (level, i, j) => j * (lastOf(x, level) + 1) + i,
  };
}
