// The entries of a map's legend: the marks that were drawn, and the descent paths with what became
// of them.
import type { SurfaceView } from '../../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber } from '../../format.ts';
import { outcomeSentence } from '../descentReport.ts';
import { nonFiniteCountOf } from '../extremes.ts';
import { namePaths } from '../namedPaths.ts';
import { minimumOf } from '../shownNumbers.ts';
import { writePlace } from '../words.ts';
import type { Box } from './box.ts';
import type { DrawnDescent } from './descents.ts';
import { element, type Pixel } from './elements.ts';
import { levelColor } from './heatCells.ts';
import { centreOf, type LegendEntry } from './legend.ts';
import { contourStroke, minimumMark, outlineSample, wallLines } from './marks.ts';
import {
  casingLines,
  coloredLines,
  endMark,
  leaveMark,
  type PathStyle,
  pathStyle,
  startMark,
} from './pathStyle.ts';

/** Which marks a map has. */
export interface DrawnMarks {
  readonly hasWall: boolean;
  readonly hasContours: boolean;
  /** One per path of the view. */
  readonly descents: readonly DrawnDescent[];
}

const across = ({ left, top, width, height }: Box): readonly Pixel[] => [
  [left, top + height / 2],
  [left + width, top + height / 2],
];

const lineSample = (box: Box, style: PathStyle) =>
  casingLines([across(box)], style) + coloredLines([across(box)], style);

const rightOf = (box: Box): Pixel => [box.left + box.width / 2 + 5, box.top + box.height / 2];

/**
 * Names the smallest cost.
 *
 * @param view - the surface.
 * @returns nothing where it is not marked.
 */
export function minimumEntry(view: SurfaceView): LegendEntry[] {
  const minimum = minimumOf(view);
  if (!minimum) return [];
  const name = view.quantity === 'cost' ? 'minimum' : 'smallest cost';
  const text = `${name} ${formatNumber(minimum.value)} at ${writePlace(minimum, view.surface)}`;
  return [{ sample: (box) => minimumMark(centreOf(box)), text }];
}

function noValueEntry({ surface, quantity }: SurfaceView): LegendEntry[] {
  const values = surface[quantity];
  const count = nonFiniteCountOf(values);
  if (count === 0) return [];
  const points = formatCounted(values.length, 'point', 'points');
  return [
    {
      sample: ({ left, top, width, height }) =>
        element('rect', { x: left, y: top, width, height, fill: levelColor(Number.NaN) }),
      text: `not finite: ${formatCount(count)} of ${points}`,
    },
  ];
}

/** What circles, squares and arrowheads mean, in the style of the first path. */
function descentMarkEntries(descents: readonly DrawnDescent[]): LegendEntry[] {
  const style = pathStyle(0);
  const entry = (isDrawn: boolean, text: string, draw: (centre: Pixel, box: Box) => string) =>
    isDrawn ? [{ text, sample: (box: Box) => draw(centreOf(box), box) }] : [];
  return [
    ...entry(
      descents.some(({ showsStart }) => showsStart),
      'start of a descent',
      (centre) => startMark(centre, style),
    ),
    ...entry(
      descents.some(({ showsEnd }) => showsEnd),
      'its end',
      (centre) => endMark(centre, style),
    ),
    ...entry(
      descents.some(({ leaves }) => leaves),
      'leaves the window',
      (centre, box) => leaveMark(rightOf(box), centre, style),
    ),
  ];
}

/**
 * Lists what the legend of a map explains.
 *
 * @param view - the surface and what is drawn over it.
 * @param drawn - which of it can be seen.
 * @returns groups: the map's own marks, those of all descents, the descents.
 */
export function mapEntries(
  view: SurfaceView,
  { hasWall, hasContours, descents }: DrawnMarks,
): readonly (readonly LegendEntry[])[] {
  const paths = namePaths(view.paths).map(({ path, name }, index) => ({
    sample: (box: Box) => lineSample(box, pathStyle(index)),
    text: `${name}: ${outcomeSentence(path)}`,
  }));
  const marks = [
    ...minimumEntry(view),
    ...(hasWall ? [{ sample: (box: Box) => wallLines([across(box)]), text: 'wall' }] : []),
    ...(hasContours
      ? [
          {
            sample: (box: Box) => contourStroke([across(box)]),
            text: 'contours at the numbers beside the colours',
          },
        ]
      : []),
    ...(view.refinement ? [{ sample: outlineSample, text: 'refined cells' }] : []),
    ...noValueEntry(view),
  ];
  return [marks, descentMarkEntries(descents), paths];
}
