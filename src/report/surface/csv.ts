// A surface as a table of comma-separated values: the grid's points, then those of refinement.
// Writing it to a file is not done here.
import type { Refinement, Samples, Surface } from '../../experiment/surface/surface.ts';
import { textCell } from '../csvCell.ts';

/** Rows that are joined into one string at a time. */
const CHUNK_ROWS = 4096;

/** The points of one table row after another. */
interface Points extends Samples {
  readonly xAt: (index: number) => number;
  readonly yAt: (index: number) => number;
  readonly levelAt: (index: number) => number;
}

function* rowChunks(points: Points): Generator<string> {
  const { cost, dx, dy, gradientNorm, xAt, yAt, levelAt } = points;
  let rows = '';
  for (let index = 0; index < cost.length; index += 1) {
    rows += `${xAt(index)},${yAt(index)},${cost[index]},${dx[index]},${dy[index]},`;
    rows += `${gradientNorm[index]},${levelAt(index)}\n`;
    if ((index + 1) % CHUNK_ROWS === 0) {
      yield rows;
      rows = '';
    }
  }
  yield rows;
}

const gridPoints = (surface: Surface): Points => ({
  ...surface,
  xAt: (index) => surface.xs[index % surface.x.count] ?? Number.NaN,
  yAt: (index) => surface.ys[Math.floor(index / surface.x.count)] ?? Number.NaN,
  levelAt: () => 0,
});

const refinedPoints = ({ points }: Refinement): Points => ({
  ...points,
  xAt: (index) => points.x[index] ?? Number.NaN,
  yAt: (index) => points.y[index] ?? Number.NaN,
  levelAt: (index) => points.level[index] ?? 0,
});

/**
 * Writes a surface as CSV: one row per point with x, y, cost, its derivatives, the gradient norm and
 * the level of refinement, 0 for the points of the grid (y outer, x inner).
 *
 * Numbers have all digits they need to be read back exactly; -0 becomes 0; what is not finite is
 * `NaN`, `Infinity` or `-Infinity`, as NumPy and pandas read it. Lines end with `\n`.
 *
 * @param surface - the grid.
 * @param refinement - points between those of the grid, or null.
 * @returns the whole file, a header first.
 * @throws RangeError where the text would exceed the longest string, from some four million points.
 */
export function surfaceCsv(surface: Surface, refinement: Refinement | null): string {
  const { x, y } = surface;
  const names = [
    x.name,
    y.name,
    'cost',
    `dCost/d${x.name}`,
    `dCost/d${y.name}`,
    'gradientNorm',
    'level',
  ];
  return [
    `${names.map(textCell).join(',')}\n`,
    ...rowChunks(gridPoints(surface)),
    ...(refinement ? rowChunks(refinedPoints(refinement)) : []),
  ].join('');
}
