// What stands below a map: the colours and their numbers, what the marks mean, and what the picture
// leaves out.
import type { Place, Quantity, Surface } from '../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber } from '../format.ts';
import { createCanvas } from '../plot/canvas.ts';
import { legendLines } from '../plot/legend.ts';
import { labelRow } from '../plot/xAxis.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { visibleWidth, wrapText } from '../text.ts';
import type { ColorRange } from './colorRange.ts';
import { mapGlyphs } from './mapGlyphs.ts';
import type { NamedPath } from './namedPaths.ts';
import { isInside } from './pixels.ts';
import { type Ink, type Pixel, shadingFor } from './shading.ts';
import { QUANTITY_NAMES, SCALE_NAMES } from './words.ts';

/** Widest colour bar. */
const BAR_COLUMNS = 40;
/** Narrowest bar that may be moved to the right: its three numbers need the room. */
const SMALLEST_BAR_COLUMNS = 30;

/**
 * Draws the colours from the smallest to the largest number, with both and the middle one named.
 *
 * @param range - the colours' range, with finite ends.
 * @param values - the numbers drawn: some may lie below a log scale.
 * @param quantity - what they are.
 * @param indent - columns the bar is moved to the right, where there is room.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function colorBar(
  range: ColorRange,
  values: Float64Array,
  quantity: Quantity,
  indent: number,
  terminal: TerminalOptions,
): string[] {
  const columns = clampColumns(terminal.columns);
  const { faint } = paletteFor(terminal);
  const name = QUANTITY_NAMES[quantity];
  const hasLower = values.some((value) => value < range.min);
  if (range.min === range.max) {
    const extent = hasLower ? 'at most' : 'everywhere';
    return wrapText(`${name} ${extent} ${formatNumber(range.max)}`, columns);
  }
  const shading = shadingFor(terminal);
  const left = columns - indent < SMALLEST_BAR_COLUMNS ? 0 : indent;
  const width = Math.min(BAR_COLUMNS, columns - left);
  const canvas = createCanvas(width, 1);
  for (let column = 0; column < width; column += 1) {
    const pixel = { share: column / (width - 1), isWall: false };
    const { character, paint } = shading.cell([pixel, pixel]);
    canvas.set(column, 0, character, paint);
  }
  const numbers = [
    {
      share: 0,
      text: `${hasLower ? `${mapGlyphs(terminal.unicode).atMost} ` : ''}${formatNumber(range.min)}`,
    },
    { share: 1, text: formatNumber(range.max) },
    { share: 0.5, text: formatNumber(range.valueAt(0.5)) },
  ];
  const caption = faint(`${name}, ${SCALE_NAMES[range.scale]}`);
  const beside = left + width + 2 + visibleWidth(caption) <= columns;
  return [
    ...(beside ? [] : wrapText(caption, columns)),
    `${' '.repeat(left)}${canvas.line(0)}${beside ? `  ${caption}` : ''}`,
    faint(labelRow(numbers, width, left).row),
  ];
}

/** Says where a path ends, and how it left the window if it did. */
function whereabouts({ path, endMark }: NamedPath, surface: Surface): string {
  const inside = path.steps.map((step) => isInside(surface, step));
  const end = path.steps.at(-1);
  const mark = inside.at(-1) ? `${endMark.character} ` : '';
  const ending = end ? `, ends at ${mark}(${formatNumber(end.x)}, ${formatNumber(end.y)})` : '';
  const left = inside.indexOf(false);
  if (left === -1) return ending;
  const outsideCount = inside.filter((isIn) => !isIn).length;
  if (outsideCount === inside.length) return `, outside the window throughout${ending}`;
  if (!inside.slice(left).includes(true)) {
    const step = formatCount(path.steps[left]?.step ?? left);
    return `, leaves the window at step ${step}${ending}`;
  }
  const points = `${formatCount(outsideCount)} of ${formatCounted(inside.length, 'point', 'points')}`;
  return `, ${points} outside the window${ending}`;
}

/** Half of it purple, so that the wall's white can be seen on any background. */
const WALL_PIXELS: readonly Pixel[] = [
  { share: 0, isWall: true },
  { share: 0, isWall: false },
];

const painted = ({ character, paint }: Ink) => (paint ? paint(character) : character);

/** What the marks of a map mean. */
export interface MarkedContent {
  readonly surface: Surface;
  /** The smallest cost in words, or null where it is not marked. */
  readonly minimum: string | null;
  readonly hasWall: boolean;
  readonly paths: readonly NamedPath[];
}

/**
 * Names the marks of a map, side by side where they fit.
 *
 * @param content - what is marked.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function markLines(content: MarkedContent, terminal: TerminalOptions): string[] {
  const { surface, minimum, hasWall, paths } = content;
  const columns = clampColumns(terminal.columns);
  const glyphs = mapGlyphs(terminal.unicode);
  const { heading } = paletteFor(terminal);
  const shading = shadingFor(terminal);
  const wall = painted(shading.cell(WALL_PIXELS));
  const isShown = (place: Place) => isInside(surface, place);
  const isStartShown = paths.some(({ path: { steps } }) => steps.slice(0, 1).some(isShown));
  const marks = [
    ...(minimum === null ? [] : [`${heading(glyphs.minimum)} ${minimum}`]),
    ...(hasWall ? [`${wall} wall`] : []),
    ...(isStartShown ? [`${heading(glyphs.start)} start`] : []),
  ];
  return [
    ...legendLines(marks, columns).flatMap((line) => wrapText(line, columns, '  ')),
    ...paths.flatMap((path) =>
      wrapText(
        `${painted(shading.mark([], path.mark))}  ${path.name}${whereabouts(path, surface)}`,
        columns,
        '   ',
      ),
    ),
  ];
}
