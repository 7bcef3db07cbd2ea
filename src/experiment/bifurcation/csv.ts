// A bifurcation diagram as a table of comma-separated values: one row per fixed point and value of
// the parameter, and one per state of a 2-cycle that attracts the start.
import { axisValue } from '../surface/axis.ts';
import { type Diagram, type DiagramPoint, pointAt } from './diagram.ts';

const POINTS_PER_PIECE = 1000;

function rowsOf({ value, fixedPoints, attractor }: DiagramPoint): string[] {
  const rows = fixedPoints.map(
    ({ x, multiplier, stable }) =>
      `${value},fixedPoint,${x},${multiplier},${stable},${attractor.x === x}\n`,
  );
  if (attractor.kind !== 'cycle') return rows;
  return [...rows, ...attractor.x.map((x) => `${value},cycle,${x},,true,true\n`)];
}

/**
 * Writes the points of a diagram as CSV, numbers with every digit. `reached` says where the start
 * ends; the multiplier of a 2-cycle is left out.
 * @param diagram - the diagram
 * @returns pieces of the text, the first with the column names
 */
export function* diagramCsv(diagram: Diagram): Generator<string> {
  const { axis } = diagram;
  yield `${axis.name},kind,x,multiplier,stable,reached\n`;
  for (let first = 0; first < axis.count; first += POINTS_PER_PIECE) {
    const count = Math.min(POINTS_PER_PIECE, axis.count - first);
    const rows = Array.from({ length: count }, (_, index) =>
      rowsOf(pointAt(diagram, axisValue(axis, first + index))).join(''),
    );
    yield rows.join('');
  }
}
