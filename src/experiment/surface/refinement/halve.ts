// Halves cells of one level: computes what lies between their corners, each point once, and keeps
// those of the smaller cells that are not resolved.
import { type Cells, createCells, isResolved, offsetsOf } from './cells.ts';
import type { Lattice } from './lattice.ts';
import { createPlaceTable } from './placeTable.ts';
import type { Search } from './search.ts';

/** New points of a cell: edge middles and centre, or the middle of a segment. */
export function newPointsPerCell({ stepX, stepY }: Lattice): number {
  return stepX && stepY ? 5 : 1;
}

/**
 * Halves cells.
 * @param level of the cells
 * @param order numbers of those to halve, in the order in which their points are computed
 * @param tolerance by which an edge of a resolved cell may differ from its gradients
 * @returns the unresolved ones among the cells of the next level
 */
export async function halve(
  search: Search,
  level: number,
  cells: Cells,
  order: Int32Array,
  tolerance: number,
): Promise<Cells> {
  const { lattice, points } = search;
  const finer = offsetsOf(lattice, 2);
  const table = createPlaceTable(order.length * newPointsPerCell(lattice));
  const firstNew = points.next;
  // Corners, edge middles and centre of every halved cell, [order.length, finer.length].
  const places = new Int32Array(order.length * finer.length);
  order.forEach((cell, n) => {
    const [left, lower] = [2 * cells.iOf(cell), 2 * cells.jOf(cell)];
    let corner = 0;
    finer.forEach(([a, b], place) => {
      const at = n * finer.length + place;
      if (a !== 1 && b !== 1) {
        places[at] = cells.cornerOf(cell, corner);
        corner++;
        return;
      }
      places[at] = firstNew + table.numberOf(left + a, lower + b);
    });
  });
  const { i, j } = table.places();
  await search.compute(level + 1, i, j);
  return unresolvedChildren(search, cells, order, places, tolerance);
}

/** Lists the unresolved cells that halving made, lower ones first, each pair from left to right. */
function unresolvedChildren(
  { lattice, points }: Search,
  cells: Cells,
  order: Int32Array,
  places: Int32Array,
  tolerance: number,
): Cells {
  const around = offsetsOf(lattice, 1);
  const placeCount = offsetsOf(lattice, 2).length;
  const width = 2 * lattice.stepX + 1;
  // Where the corners of each smaller cell stand among the places of the larger.
  const placesOf = around.map(([right, up]) =>
    around.map(([a, b]) => (up + b) * width + right + a),
  );
  const corners = new Int32Array(around.length);
  const children = createCells(around.length, order.length * around.length);
  order.forEach((cell, n) => {
    const [left, lower] = [2 * cells.iOf(cell), 2 * cells.jOf(cell)];
    placesOf.forEach((own, child) => {
      own.forEach((place, corner) => {
        corners[corner] = places[n * placeCount + place] ?? 0;
      });
      if (isResolved(points, corners, tolerance)) return;
      const [right, up] = around[child] ?? [0, 0];
      children.add(left + right, lower + up, corners);
    });
  });
  return children;
}
