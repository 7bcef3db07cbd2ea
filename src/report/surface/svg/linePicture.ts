// A surface of a single row or column as a line over the axis that varies, and one of a single point
// in words. Maps are mapPicture's.
import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { formatNumber } from '../../format.ts';
import { remarksOn } from '../../plot/legend.ts';
import { createScale, type ScaleKind, transform } from '../../plot/scale.ts';
import { minimumOf } from '../shownNumbers.ts';
import { writePlace } from '../words.ts';
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
import { textElement } from './typography.ts';

const KINDS = { linear: 'linear', log: 'log10' } as const satisfies Record<string, ScaleKind>;

const INTERVALS = 7;
const LINE_COLOR = '#3f4fc4';
/** Stretches of points, of each of which the lowest and the highest are drawn. */
const MOST_STRETCHES = 2000;
/** Points are dotted where there are no more of them than this. */
const MOST_DOTS = 60;
const POINT_DIGITS = 6;

/** Indices of the points that a line needs: all of few, the extremes of many, and one per gap. */
function drawnIndices(values: Float64Array): number[] {
  const length = Math.ceil(values.length / MOST_STRETCHES);
  if (length <= 2) return Array.from(values, (_, index) => index);
  const indices = new Set<number>();
  for (let start = 0; start < values.length; start += length) {
    const stretch = values.subarray(start, start + length);
    const finite = stretch.filter(Number.isFinite);
    const [low, high] = [finite.indexOf(Math.min(...finite)), Math.max(...finite)];
    const gap = stretch.findIndex((value) => !Number.isFinite(value));
    const found = [low === -1 ? -1 : stretch.indexOf(finite[low] ?? 0), stretch.indexOf(high), gap];
    for (const index of found) if (index >= 0) indices.add(start + index);
  }
  return [...indices].sort((a, b) => a - b);
}

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
  const points = drawnIndices(values).map((index) =>
    pixelOf(index / (axis.count - 1), values[index] ?? Number.NaN),
  );
  const minimum = quantity === 'cost' ? minimumOf(view) : null;
  const lowest = minimum && transform(kind, minimum.value);
  const place = minimum && (axis === surface.x ? minimum.x : minimum.y);
  const star =
    lowest !== null && place !== null
      ? pixelOf((place - axis.min) / (axis.max - axis.min), lowest)
      : null;
  const remark = (text: string): LegendEntry => ({ text, sample: () => '' });
  const notPositive = (value: number) => scale === 'log' && value <= 0;
  const entries = [
    ...(star ? minimumEntry(view) : []),
    ...remarksOn(
      [''],
      [
        {
          nonFiniteCount: surface[quantity].filter((value) => !Number.isFinite(value)).length,
          notPositiveCount: surface[quantity].filter(notPositive).length,
        },
      ],
    ).map(remark),
    ...(view.paths.length > 0 ? [remark('descents leave this line and are not drawn')] : []),
  ];
  const legendTop = box.top + box.height + X_AXIS_HEIGHT + LEGEND_GAP;
  const below = legend(entries, { ...area, top: legendTop });
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

/**
 * Writes a surface of a single point.
 *
 * @param view - the surface.
 * @param area - where to write.
 */
export function pointPicture({ surface }: SurfaceView, { left, top }: Area): Picture {
  const [cost, norm] = [surface.cost, surface.gradientNorm].map(([value = Number.NaN]) =>
    formatNumber(value, { digits: POINT_DIGITS }),
  );
  const place = writePlace({ x: surface.x.min, y: surface.y.min }, surface);
  const lines = [`cost ${cost}`, `gradient norm ${norm}`, `at ${place}`];
  return {
    markup: lines
      .map((line, row) => textElement(line, { x: left, y: top + 24 * (row + 1), 'font-size': 16 }))
      .join('\n'),
    height: 24 * lines.length,
    description: `${lines.join(', ')}.`,
  };
}
