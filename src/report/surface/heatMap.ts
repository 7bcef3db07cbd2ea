// A surface as a picture in the terminal: colours with axes, the wall, descent paths and the minimum
// over them, and below what they mean. A single row or column of points becomes a line.
import type { Surface, SurfaceView } from '../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber } from '../format.ts';
import { roundLabels } from '../plot/scale.ts';
import { coordinate, xAxis } from '../plot/xAxis.ts';
import { yAxis } from '../plot/yAxis.ts';
import { clampColumns, glyphsFor, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, truncate, wrapText } from '../text.ts';
import { colorRange } from './colorRange.ts';
import { nonFiniteCountOf } from './extremes.ts';
import { mapGlyphs } from './mapGlyphs.ts';
import { colorBar, markLines } from './mapLegend.ts';
import { mapMarks } from './mapMarks.ts';
import { mapRows } from './mapRows.ts';
import { namePaths } from './namedPaths.ts';
import { curvePixels, pixelValues } from './pixels.ts';
import { shadingFor } from './shading.ts';
import { minimumOf, shownNumbers } from './shownNumbers.ts';
import { surfaceLine } from './surfaceLine.ts';
import { SCALE_NAMES, surfaceTitle, writePlace } from './words.ts';

const COLUMNS_PER_ROW = 4;
const SMALLEST_HEIGHT = 6;
const LARGEST_HEIGHT = 30;
/** Wider maps would only be stretched. */
const LARGEST_WIDTH = 200;
/** Rows from one label of the y axis to the next, about. */
const ROWS_PER_LABEL = 3;

const heightFor = (columns: number) =>
  Math.min(LARGEST_HEIGHT, Math.max(SMALLEST_HEIGHT, Math.round(columns / COLUMNS_PER_ROW)));

/** Where the y axis has its labels: texts by row from the top. */
function yLabels({ y }: Surface, rows: number, pixelsPerCell: number): Map<number, string> {
  const labels = roundLabels(y.min, y.max, rows / ROWS_PER_LABEL);
  const lowest = rows * pixelsPerCell - 1;
  return new Map(
    labels.map(({ share, text }) => [
      Math.floor(Math.round((1 - share) * lowest) / pixelsPerCell),
      text,
    ]),
  );
}

/** Says how many points have no number. */
function remarksOn(values: Float64Array): string[] {
  const count = nonFiniteCountOf(values);
  const points = formatCounted(values.length, 'point', 'points');
  return count === 0 ? [] : [`${formatCount(count)} of ${points} not finite`];
}

/**
 * Draws a surface, the first values of its axes at the left and at the bottom, red high and purple
 * low; where x or y has one value only, a line over the other.
 *
 * @param view - the surface and what is drawn over it.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function heatMap(view: SurfaceView, terminal: TerminalOptions): string[] {
  const { surface, quantity } = view;
  if (surface.x.count === 1 || surface.y.count === 1) return surfaceLine(view, terminal);
  const columns = Math.min(LARGEST_WIDTH, clampColumns(terminal.columns));
  const glyphs = glyphsFor(terminal);
  const { heading, faint } = paletteFor(terminal);
  const shading = shadingFor(terminal);
  const title = wrapText(surfaceTitle(view), columns).map((line) => heading(line));
  const wrapped = (texts: readonly string[]) => texts.flatMap((text) => wrapText(text, columns));
  const remarks = remarksOn(surface[quantity]);
  const values = shownNumbers(view);
  const range = colorRange(values, view.scale);
  if (Number.isNaN(range.max)) {
    const nothing = `no value that can be drawn on a ${SCALE_NAMES[view.scale]}`;
    return [...title, ...wrapped([nothing, ...remarks])];
  }

  const rows = heightFor(columns);
  const axis = yAxis(yLabels(surface, rows, shading.pixelsPerCell), columns, glyphs);
  const size = { width: columns - axis.width, height: rows * shading.pixelsPerCell };
  const wall = new Set(view.wall.flatMap((curve) => [...curvePixels(surface, curve, size)]));
  const paths = namePaths(view.paths);
  const minimum = minimumOf(view);
  const marks = mapMarks(
    { surface, size, pixelsPerCell: shading.pixelsPerCell },
    paths,
    minimum,
    mapGlyphs(terminal.unicode),
  );
  const shares = pixelValues(view, size).map(range.shareOf);
  const smallest = quantity === 'cost' ? 'minimum' : 'smallest cost';
  return [
    ...title,
    faint(truncate(stripControl(surface.y.name).padStart(axis.width), columns)),
    ...mapRows({ shares, wall, marks }, size, shading).map(
      (line, row) => faint(axis.line(row)) + line,
    ),
    ...xAxis(
      { first: surface.x.min, last: surface.x.max },
      size.width,
      axis.width - 1,
      coordinate(surface.x.name),
      glyphs,
    ).map((line) => faint(line)),
    ...colorBar(range, values, quantity, axis.width, terminal),
    ...markLines(
      {
        surface,
        minimum:
          minimum &&
          `${smallest} ${formatNumber(minimum.value)} at ${writePlace(minimum, surface)}`,
        hasWall: wall.size > 0,
        paths,
      },
      terminal,
    ),
    ...wrapped(remarks.map((remark) => `${remark}, drawn ${shading.noValue}`)),
  ];
}
