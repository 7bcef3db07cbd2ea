// A grid of heights as points in the box, with the direction each faces. Pure geometry.

/** Heights over a grid. */
export interface Grid {
  /** At least 2. */
  readonly columns: number;
  /** At least 2. */
  readonly rows: number;
  /** Heights 0 … 1 from the far row to the near one, NaN for a hole, [rows · columns]. */
  readonly heights: Float64Array;
}

/** A grid with the directions its points face. */
export interface Mesh extends Grid {
  /** Unit vectors away from the surface: x, y, z of each point, [rows · columns · 3]. */
  readonly normals: Float64Array;
}

/** Share of the way from the first to the last of a number of places. */
export const shareAt = (index: number, count: number): number =>
  count > 1 ? index / (count - 1) : 0.5;

/**
 * Makes heights a grid of at least two by two: a single row or column becomes a band.
 *
 * @param heights - 0 … 1 or NaN, [rows · columns].
 * @param columns - at least 1.
 * @param rows - at least 1.
 */
export function gridOf(heights: Float64Array, columns: number, rows: number): Grid {
  if (columns > 1 && rows > 1) return { columns, rows, heights };
  const wide = { columns: Math.max(2, columns), rows: Math.max(2, rows) };
  const repeated = new Float64Array(wide.columns * wide.rows).map((_, index) => {
    const column = Math.min(columns - 1, index % wide.columns);
    const row = Math.min(rows - 1, Math.floor(index / wide.columns));
    return heights[row * columns + column] ?? Number.NaN;
  });
  return { ...wide, heights: repeated };
}

/** Weights of the row or column itself and of its neighbours in a difference. */
const SMOOTHING = [1, 2, 1] as const;

/**
 * Finds the directions a grid faces, by differences between the neighbours of each point, smoothed
 * across: a wall that runs aslant the grid is a staircase and would be striped by its light.
 *
 * @param grid - heights.
 * @param boxHeight - height of the box, its sides being 2.
 * @see Sobel 1968, "A 3x3 isotropic gradient operator for image processing".
 */
export function meshOf(grid: Grid, boxHeight: number): Mesh {
  const { columns, rows, heights } = grid;
  const normals = new Float64Array(heights.length * 3);
  const inside = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));
  const difference = (column: number, row: number, stepX: number, stepY: number) => {
    const here = heights[row * columns + column] ?? Number.NaN;
    const heightAt = (x: number, y: number) => {
      const height = heights[inside(y, rows) * columns + inside(x, columns)] ?? Number.NaN;
      return Number.isNaN(height) ? here : height;
    };
    let sum = 0;
    SMOOTHING.forEach((weight, index) => {
      const [x, y] = [column + stepY * (index - 1), row + stepX * (index - 1)];
      sum += weight * (heightAt(x + stepX, y + stepY) - heightAt(x - stepX, y - stepY));
    });
    return (sum / 8) * boxHeight;
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = (row * columns + column) * 3;
      // Neighbours are 2 / (count − 1) apart.
      const across = (difference(column, row, 1, 0) * (columns - 1)) / 2;
      const away = (-difference(column, row, 0, 1) * (rows - 1)) / 2;
      const length = Math.sqrt(across * across + away * away + 1);
      normals[at] = -across / length;
      normals[at + 1] = -away / length;
      normals[at + 2] = 1 / length;
    }
  }
  return { ...grid, normals };
}
