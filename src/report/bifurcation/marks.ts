// What is marked over the curves of a bifurcation diagram: bifurcations, and the jumps of the
// attractor as lines from the state left to the state taken.
import type { DiagramPlace } from '../../experiment/bifurcation/branches.ts';
import type { Diagram } from '../../experiment/bifurcation/diagram.ts';
import type { Attractor } from '../../experiment/bifurcation/dynamics.ts';
import type { Annotations } from './annotations.ts';
import type { DiagramStyles } from './styles.ts';
import { writeParameter } from './words.ts';

/** A cell of the plot; rows outside it are above or below the states shown. */
export interface PlotCell {
  readonly column: number;
  readonly row: number;
}

/** Finds the cell of a place, or null for a parameter off the axis. */
export type CellOf = (place: DiagramPlace) => PlotCell | null;

interface Jump {
  readonly text: string;
  readonly column: number;
  /** Rows from the upper attractor to the lower one. */
  readonly top: number;
  readonly bottom: number;
}

function jumpsOf(diagram: Diagram, cellOf: CellOf): Jump[] {
  return diagram.crossings.flatMap(({ parameter, x, from, to }) => {
    const cell = cellOf({ parameter, x });
    if (cell === null) return [];
    /** States that diverge leave at the top: only those of relu have a boundary, and they rise. */
    const rowOf = (attractor: Attractor) =>
      attractor.kind === 'fixedPoint' ? (cellOf({ parameter, x: attractor.x })?.row ?? 0) : 0;
    const rows = [rowOf(from), rowOf(to)];
    const text = `jump ${writeParameter(diagram, parameter)}`;
    return [{ text, column: cell.column, top: Math.min(...rows), bottom: Math.max(...rows) }];
  });
}

/**
 * Marks and labels the bifurcations and jumps that lie on the plot.
 *
 * @param notes - where marks go.
 * @param diagram - what there is to mark.
 * @param styles - how marks look.
 * @param height - rows of the plot.
 * @param cellOf - the axes of the plot.
 * @returns the legend's entries for what was marked.
 */
export function markChanges(
  notes: Annotations,
  diagram: Diagram,
  styles: DiagramStyles,
  height: number,
  cellOf: CellOf,
): string[] {
  const jumps = jumpsOf(diagram, cellOf);
  for (const { column, top, bottom } of jumps) {
    for (let row = Math.max(0, top); row <= Math.min(height - 1, bottom); row += 1) {
      notes.fill(column, row, styles.jump, styles.jumpPaint);
    }
  }
  const marks = diagram.bifurcations.flatMap(({ kind, parameter, x }) => {
    const cell = x === null ? null : cellOf({ parameter, x });
    const isShown = cell !== null && cell.row >= 0 && cell.row < height;
    return isShown
      ? [{ ...cell, kind, text: `${kind} ${writeParameter(diagram, parameter)}` }]
      : [];
  });
  for (const { column, row, kind } of marks) {
    notes.mark(column, row, styles.marks[kind], styles.markPaint);
  }
  for (const { column, row, text } of marks) notes.label(column, row, text, styles.markPaint);
  for (const { column, top, bottom, text } of jumps) {
    const isBelow = notes.label(column, Math.min(height - 1, bottom + 1), text, styles.jumpPaint);
    if (!isBelow) notes.label(column, Math.max(0, top - 1), text, styles.jumpPaint);
  }
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  return [
    ...kinds.map((kind) => `${styles.markPaint(styles.marks[kind])} ${kind}`),
    ...(jumps.length > 0 ? [`${styles.jumpPaint(styles.jump)} jump`] : []),
  ];
}
