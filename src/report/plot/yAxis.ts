// The y axis left of a plot or map: labels, ticks and the line. Which numbers it names is decided
// elsewhere.
import type { Glyphs } from '../terminal.ts';
import { truncate } from '../text.ts';

/** Columns the labels leave to the drawing however long they are. */
const SMALLEST_WIDTH = 8;

/** A laid out y axis. */
export interface YAxis {
  /** Columns it takes, the axis line included. */
  readonly width: number;
  /** Gives what stands left of a row, 0 at the top. */
  line(row: number): string;
}

/**
 * Lays out a y axis.
 *
 * @param labels - texts by row, 0 at the top.
 * @param columns - columns of the axis and the drawing together.
 * @param glyphs - characters to draw with.
 */
export function yAxis(labels: ReadonlyMap<number, string>, columns: number, glyphs: Glyphs): YAxis {
  const longest = Math.max(0, ...[...labels.values()].map((label) => label.length));
  const labelWidth = Math.min(longest, columns - SMALLEST_WIDTH - 2);
  return {
    width: labelWidth + 2,
    line(row) {
      const label = labels.get(row);
      const tick = label === undefined ? glyphs.axisVertical : glyphs.axisTickLeft;
      return `${truncate(label ?? '', labelWidth).padStart(labelWidth)} ${tick}`;
    },
  };
}
