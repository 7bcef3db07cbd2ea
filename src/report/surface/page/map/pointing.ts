// Pointing at the map: mouse, touch or arrow keys choose a grid point.

import type { Cell } from '../pagePicture.ts';
import type { MapView } from './mapView.ts';

/** Moves of the arrow keys over the grid; rows count from the top. */
const MOVES: Readonly<Record<string, Cell>> = {
  ArrowLeft: { column: -1, row: 0 },
  ArrowRight: { column: 1, row: 0 },
  ArrowUp: { column: 0, row: -1 },
  ArrowDown: { column: 0, row: 1 },
};

/** Grid points a key moves with shift held. */
const LEAP = 10;

/**
 * Lets a canvas choose grid points.
 *
 * @param canvas - shows the map.
 * @param map - finds points on it.
 * @param grid - size of the grid.
 * @param get - the point chosen.
 * @param set - chooses another, or none.
 */
export function listenToPointing(
  canvas: HTMLCanvasElement,
  map: MapView,
  grid: { readonly columns: number; readonly rows: number },
  get: () => Cell | null,
  set: (cell: Cell | null) => void,
): void {
  const point = ({ offsetX, offsetY }: PointerEvent) => set(map.cellAt(offsetX, offsetY));
  canvas.addEventListener('pointerdown', point);
  canvas.addEventListener('pointermove', point);
  canvas.addEventListener('pointerleave', (event) => {
    // A finger that lets go leaves the point where it is, to be read.
    if (event.pointerType === 'mouse') set(null);
  });
  canvas.addEventListener('blur', () => set(null));
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') set(null);
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = get();
    const leap = event.shiftKey ? LEAP : 1;
    const limit = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
    set(
      from === null
        ? { column: Math.floor(grid.columns / 2), row: Math.floor(grid.rows / 2) }
        : {
            column: limit(from.column + move.column * leap, grid.columns),
            row: limit(from.row + move.row * leap, grid.rows),
          },
    );
  });
}
