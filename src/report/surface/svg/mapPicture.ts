// A map of a surface: colours, contours, wall, descent paths and the smallest cost, with axes, colour
// bar and legend. Title and page are drawn elsewhere.
import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { type AxisLabel, roundLabels } from '../../plot/scale.ts';
import { type ColorRange, colorRange } from '../colorRange.ts';
import { pixelValues } from '../pixels.ts';
import { rangeLabels } from '../rangeLabels.ts';
import { minimumOf, shownNumbers } from '../shownNumbers.ts';
import { visibleLines, windowPlaceOf } from '../windowPlace.ts';
import { axes, labelsAcross, plainLabels, X_AXIS_HEIGHT, yAxisWidth } from './axes.ts';
import { type Box, pixelIn } from './box.ts';
import { colorBar, colorBarWidth } from './colorBar.ts';
import { contourLayer } from './contourLayer.ts';
import { drawDescent } from './descents.ts';
import { element, type Pixel } from './elements.ts';
import { heatCells } from './heatCells.ts';
import { legend } from './legend.ts';
import { mapEntries } from './mapEntries.ts';
import { minimumMark, refinedOutline, wallLines } from './marks.ts';
import { pathStyle } from './pathStyle.ts';
import {
  type Area,
  BOX_HEIGHT,
  captionOf,
  LEGEND_GAP,
  noValueText,
  type Picture,
  spanOf,
} from './picture.ts';

/** Cells along a side: finer ones cannot be seen and only make the file longer. */
const MOST_CELLS = 240;
/** About how many intervals the colour bar and the y axis have. */
const BAR_INTERVALS = 8;
const Y_INTERVALS = 7;
/** Between map and colour bar. */
const BAR_GAP = 22;
const WINDOW_ID = 'surface-window';

/** The layers of the map itself. */
function drawLayers(view: SurfaceView, range: ColorRange, levels: readonly AxisLabel[], box: Box) {
  const { surface, refinement } = view;
  const size = {
    width: Math.min(MOST_CELLS, surface.x.count),
    height: Math.min(MOST_CELLS, surface.y.count),
  };
  const inPixels = (place: { x: number; y: number }): Pixel =>
    pixelIn(box, windowPlaceOf(surface, place));
  const shares = pixelValues(view, size).map(range.shareOf);
  const walls = view.wall.flatMap((curve) =>
    visibleLines(curve.map((place) => windowPlaceOf(surface, place))).map(({ points }) =>
      points.map((place) => pixelIn(box, place)),
    ),
  );
  const descents = view.paths.map((path, index) =>
    drawDescent(path, surface, box, pathStyle(index)),
  );
  const minimum = minimumOf(view);
  const ends = view.paths.flatMap(({ steps }) => [steps[0], steps.at(-1)]);
  const contours = contourLayer(shares, size, box, levels, {
    lines: [...walls, ...descents.flatMap(({ lines }) => lines)],
    marks: [minimum, ...ends].flatMap((place) => (place ? [inPixels(place)] : [])),
  });
  const clipped = [
    heatCells(shares, size, box),
    ...(refinement ? [refinedOutline(refinement, surface, size, box)] : []),
    contours,
    ...(walls.length > 0 ? [wallLines(walls)] : []),
    ...descents.map(({ casing }) => casing),
    ...descents.map(({ markup }) => markup),
  ];
  const { left: x, top: y, width, height } = box;
  return {
    markup: [
      element('clipPath', { id: WINDOW_ID }, element('rect', { x, y, width, height })),
      element('g', { 'clip-path': `url(#${WINDOW_ID})` }, clipped.filter(Boolean).join('\n')),
    ].join('\n'),
    minimum: minimum ? minimumMark(inPixels(minimum)) : '',
    drawn: { hasWall: walls.length > 0, hasContours: contours !== '', descents },
  };
}

function describe(view: SurfaceView, isEmpty: boolean, entries: readonly string[]): string {
  const { x, y } = view.surface;
  const axes = `${spanOf(x)} across, ${spanOf(y)} upwards`;
  const colors = isEmpty ? '' : '; purple is low, red is high';
  const sentences = [`Heat map of ${captionOf(view)}: ${axes}${colors}`, ...entries];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

/**
 * Draws a surface of two axes as a map.
 *
 * @param view - the surface, at least 2 by 2 points, and what is drawn over it.
 * @param area - where to draw.
 */
export function mapPicture(view: SurfaceView, area: Area): Picture {
  const { x, y } = view.surface;
  const numbers = shownNumbers(view);
  const range = colorRange(numbers, view.scale);
  const isEmpty = Number.isNaN(range.max);
  const levels = plainLabels(rangeLabels(range, BAR_INTERVALS));
  const yLabels = roundLabels(y.min, y.max, Y_INTERVALS);
  const left = area.left + yAxisWidth(yLabels);
  const barWidth = isEmpty ? 0 : BAR_GAP + colorBarWidth(levels);
  const width = area.left + area.width - left - barWidth;
  const box = { left, top: area.top, width, height: BOX_HEIGHT };

  const layers = drawLayers(view, range, levels, box);
  const bar = {
    range,
    labels: levels,
    caption: captionOf(view),
    hasLower: numbers.some((value) => value < range.min),
  };
  const entries = mapEntries(view, layers.drawn);
  const legendTop = box.top + box.height + X_AXIS_HEIGHT + LEGEND_GAP;
  const below = legend(entries, { ...area, top: legendTop });
  return {
    markup: [
      layers.markup,
      axes(
        box,
        { name: x.name, labels: labelsAcross(x.min, x.max, width) },
        { name: y.name, labels: yLabels },
      ),
      layers.minimum,
      isEmpty ? noValueText(box) : colorBar(bar, left + width + BAR_GAP, box),
      below.markup,
    ].join('\n'),
    height: legendTop + below.height - area.top,
    description: describe(
      view,
      isEmpty,
      entries.flat().map(({ text }) => text),
    ),
  };
}
