// A surface of a single row or column as a line over the axis that varies. Maps are mapPicture's.
import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { remarksOn } from '../../plot/legend.ts';
import { createScale, type ScaleKind, transform } from '../../plot/scale.ts';
import { nonFiniteCountOf } from '../extremes.ts';
import { minimumOf } from '../shownNumbers.ts';
import { axes, labelsAcross, plainLabels, X_AXIS_HEIGHT, yAxisWidth } from './axes.ts';
import { pixelIn } from './box.ts';
import { element, lineData, type Pixel } from './elements.ts';
import { type LegendEntry, legend } from './legend.ts';
import { minimumEntry } from './mapEntries.ts';
import { minimumMark } from './marks.ts';
import {
  type Area,
  BOX_HEIGHT,
  captionOf,
  LEGEND_GAP,
  noValueText,
  type Picture,
  spanOf,
} from './picture.ts';
import { thinLine } from './thinLine.ts';

const KINDS = { linear: 'linear', log: 'log10' } as const satisfies Record<string, ScaleKind>;

const INTERVALS = 7;
const LINE_COLOR = '#3f4fc4';
/** Points are dotted where there are no more of them than this. */
const MOST_DOTS = 60;

/** Runs of points without a gap. */
function runsOf(points: readonly (Pixel | null)[]): Pixel[][] {
  const runs: Pixel[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function drawRuns(runs: readonly (readonly Pixel[])[], hasDots: boolean): string {
  const lines = runs.filter((run) => run.length > 1);
  const dots = hasDots ? runs.flat() : runs.filter((run) => run.length === 1).flat();
  return [
    ...(lines.length > 0
      ? [
          element('path', {
            d: lines.map(lineData).join(''),
            fill: 'none',
            stroke: LINE_COLOR,
            'stroke-width': 2,
            'stroke-linejoin': 'round',
          }),
        ]
      : []),
    ...dots.map(([cx, cy]) => element('circle', { cx, cy, r: 3, fill: LINE_COLOR })),
  ].join('\n');
}

/** Says what the line leaves out. */
function remarks({ surface, quantity, scale, paths }: SurfaceView): LegendEntry[] {
  const values = surface[quantity];
  const counts = {
    nonFiniteCount: nonFiniteCountOf(values),
    notPositiveCount:
      scale === 'log' ? values.filter((value) => Number.isFinite(value) && value <= 0).length : 0,
  };
  const texts = [
    ...remarksOn([''], [counts]),
    ...(paths.length > 0 ? ['descents leave this line and are not drawn'] : []),
  ];
  return texts.map((text) => ({ text, sample: () => '' }));
}

/**
 * Draws a surface of which one axis has one value.
 *
 * @param view - the surface; nothing is drawn over it but the smallest cost.
 * @param area - where to draw.
 */
export function linePicture(view: SurfaceView, area: Area): Picture {
  const { surface, quantity, scale } = view;
  const axis = surface.y.count === 1 ? surface.x : surface.y;
  const kind = KINDS[scale];
  const values = surface[quantity].map((value) => transform(kind, value));
  const finite = values.filter(Number.isFinite);
  const isEmpty = finite.length === 0;
  const extent = finite.reduce(
    ({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }),
    { low: finite[0] ?? 0, high: finite[0] ?? 0 },
  );
  const ruler = createScale(kind, extent.low, extent.high, INTERVALS);
  const yLabels = isEmpty
    ? []
    : plainLabels(ruler.ticks.map(({ height, label }) => ({ share: height, text: label })));
  const left = area.left + yAxisWidth(yLabels);
  const width = area.left + area.width - left;
  const box = { left, top: area.top, width, height: BOX_HEIGHT };

  const pixelOf = (share: number, value: number) =>
    Number.isFinite(value) ? pixelIn(box, { across: share, up: ruler.heightOf(value) }) : null;
  const points = thinLine(values).map((index) =>
    pixelOf(index / (axis.count - 1), values[index] ?? Number.NaN),
  );
  const minimum = quantity === 'cost' ? minimumOf(view) : null;
  const lowest = minimum && transform(kind, minimum.value);
  const place = minimum && (axis === surface.x ? minimum.x : minimum.y);
  const star =
    lowest !== null && place !== null
      ? pixelOf((place - axis.min) / (axis.max - axis.min), lowest)
      : null;
  const entries = [...(star ? minimumEntry(view) : []), ...remarks(view)];
  const legendTop = box.top + box.height + X_AXIS_HEIGHT + LEGEND_GAP;
  const below = legend([entries], { ...area, top: legendTop });
  const words = [`Line of ${captionOf(view)} over ${spanOf(axis)}`, ...entries.map((e) => e.text)];
  return {
    markup: [
      drawRuns(runsOf(points), values.length <= MOST_DOTS),
      star ? minimumMark(star) : '',
      isEmpty ? noValueText(box) : '',
      axes(
        box,
        { name: axis.name, labels: labelsAcross(axis.min, axis.max, width) },
        { name: captionOf(view), labels: yLabels },
      ),
      below.markup,
    ]
      .filter(Boolean)
      .join('\n'),
    height: legendTop + below.height - area.top,
    description: words.map((sentence) => `${sentence}.`).join(' '),
  };
}
