// The picture of a bifurcation diagram: states against the parameter, axes, marks and legend. Curves
// come as data; nothing is computed about the recurrence here.
import type { Branch, DiagramPlace } from '../../experiment/bifurcation/branches.ts';
import type { Diagram } from '../../experiment/bifurcation/diagram.ts';
import { createCanvas } from '../plot/canvas.ts';
import { createDotCanvas } from '../plot/dotCanvas.ts';
import { legendLines } from '../plot/legend.ts';
import { roundLabels } from '../plot/scale.ts';
import { coordinate, xAxis } from '../plot/xAxis.ts';
import { yAxis } from '../plot/yAxis.ts';
import { clampColumns, glyphsFor, paletteFor, type TerminalOptions } from '../terminal.ts';
import { truncate, wrapText } from '../text.ts';
import { openAnnotations } from './annotations.ts';
import { markChanges } from './marks.ts';
import { type CurveName, type DiagramStyles, diagramStyles } from './styles.ts';
import type { DiagramView } from './view.ts';
import { type StateWindow, stateWindow } from './window.ts';
import { PARAMETER_NAMES, writeStart } from './words.ts';

const COLUMNS_PER_ROW = 5.5;
const SMALLEST_HEIGHT = 8;
const LARGEST_HEIGHT = 28;
const ROWS_PER_TICK = 2;
/** From here on the legend may be wordy. */
const ROOMY_COLUMNS = 40;

function curveNameOf({ stable, reached }: Branch): CurveName {
  if (reached) return 'reached';
  return stable ? 'stable' : 'unstable';
}

/** Gives the shares of the way to the right and down at which a place is. */
type SharesOf = (place: DiagramPlace) => { readonly right: number; readonly down: number };

function sharesWithin({ axis }: Diagram, { min: low, max: high }: StateWindow): SharesOf {
  const { min: first, max: last } = axis;
  return ({ parameter, x }) => ({
    right: (parameter - first) / (last - first),
    down: (high - x) / (high - low),
  });
}

function curveEntries(
  { diagram, branches }: DiagramView,
  styles: DiagramStyles,
  columns: number,
): string[] {
  const drawn = new Set(branches.map(curveNameOf));
  const start = `from ${writeStart(diagram)}`;
  const texts = [
    ['reached', columns < ROOMY_COLUMNS ? start : `reached ${start}`],
    ['stable', 'stable'],
    ['unstable', 'unstable'],
  ] as const;
  return texts
    .filter(([name]) => drawn.has(name))
    .map(([name, text]) => {
      const sample = styles.samples[name];
      const painted = styles.curves[name].paint?.(sample) ?? sample;
      return `${painted} ${truncate(text, columns - sample.length - 1)}`;
    });
}

/** Says what the states shown leave out. */
function remarkOn({ branches }: DiagramView, { min, max }: StateWindow): string[] {
  const states = branches.flatMap(({ places }) => places.map(({ x }) => x));
  const sides = [
    ...(states.some((x) => x > max) ? ['above'] : []),
    ...(states.some((x) => x < min) ? ['below'] : []),
  ];
  return sides.length === 0 ? [] : [`states ${sides.join(' and ')} the plot are left out`];
}

/**
 * Draws a diagram whose axis has more than one value.
 *
 * @param view - the diagram, its branches, the states to show.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function bifurcationPlot(view: DiagramView, terminal: TerminalOptions): string[] {
  const { diagram, branches } = view;
  const { axis } = diagram;
  const columns = clampColumns(terminal.columns);
  const { faint } = paletteFor(terminal);
  const glyphs = glyphsFor(terminal);
  const styles = diagramStyles(terminal);
  const rows = Math.round(columns / COLUMNS_PER_ROW);
  const height = Math.min(LARGEST_HEIGHT, Math.max(SMALLEST_HEIGHT, rows));
  const states = stateWindow(view);
  const ticks = roundLabels(states.max, states.min, (height - 1) / ROWS_PER_TICK);
  const rowLabels = ticks.map(
    ({ share, text }) => [Math.round(share * (height - 1)), text] as const,
  );
  const left = yAxis(new Map(rowLabels), columns, glyphs);
  const width = columns - left.width;

  const sharesOf = sharesWithin(diagram, states);
  const dots = createDotCanvas(width, height, terminal.unicode);
  for (const branch of branches) {
    const points = branch.places.map((place) => {
      const { right, down } = sharesOf(place);
      return { x: right * (dots.width - 1), y: down * (dots.height - 1) };
    });
    dots.curve(points, styles.curves[curveNameOf(branch)]);
  }
  const canvas = createCanvas(width, height);
  dots.drawOn(canvas);
  const notes = openAnnotations(canvas, width, height, dots.holds);
  const marked = markChanges(notes, diagram, styles, height, (place) => {
    const { right, down } = sharesOf(place);
    if (right < 0 || right > 1) return null;
    return { column: Math.round(right * (width - 1)), row: Math.round(down * (height - 1)) };
  });

  const name = coordinate(PARAMETER_NAMES[axis.name]);
  const range = { first: axis.min, last: axis.max };
  const lines = Array.from({ length: height }, (_, row) => row);
  return [
    ...lines.map((row) => faint(left.line(row)) + canvas.line(row)),
    ...xAxis(range, width, left.width - 1, name, glyphs).map((line) => faint(line)),
    ...legendLines([...curveEntries(view, styles, columns), ...marked], columns),
    ...remarkOn(view, states).flatMap((text) => wrapText(text, columns).map((line) => faint(line))),
  ];
}
