// How a descent path looks on any of the map's colours: a coloured line, told apart by its dashes
// too, on a wider one of the opposite brightness. On the map and in the legend alike.
import { element, lineData, type Pixel } from './elements.ts';

/** Colours and dashes of one path. */
export interface PathStyle {
  readonly color: string;
  /** Under the line and around its marks. */
  readonly casing: string;
  /** Lengths of dashes and gaps in pixels; `none` for a solid line. */
  readonly dashes: string;
}

const DARK = '#1a1a1a';
const LIGHT = '#ffffff';

/** None of the map's own colours. Their number and that of the dashes have no common divisor. */
const COLORS = [
  { color: '#000000', casing: LIGHT },
  { color: '#ffffff', casing: DARK },
  { color: '#d400c8', casing: LIGHT },
  { color: '#7a3b10', casing: LIGHT },
  { color: '#ffb3d9', casing: DARK },
] as const;
const DASHES = ['none', '8 4', '2 3', '10 3 2 3'] as const;

/**
 * Chooses how the n-th path looks; the first twenty differ.
 *
 * @param index - place of the path, from 0.
 */
export function pathStyle(index: number): PathStyle {
  return {
    ...(COLORS[index % COLORS.length] ?? COLORS[0]),
    dashes: DASHES[index % DASHES.length] ?? DASHES[0],
  };
}

const LINE_WIDTH = 2;
const CASING_WIDTH = 3.8;

const shapeOf = (lines: readonly (readonly Pixel[])[]) => ({
  d: lines.map(lineData).join(''),
  fill: 'none',
  'stroke-linejoin': 'round',
});

/**
 * Draws what lies under the lines of a style.
 *
 * @param lines - unbroken parts, of at least two points each.
 * @param style - of the path.
 */
export function casingLines(lines: readonly (readonly Pixel[])[], { casing }: PathStyle): string {
  if (lines.length === 0) return '';
  return element('path', {
    ...shapeOf(lines),
    stroke: casing,
    'stroke-width': CASING_WIDTH,
    'stroke-opacity': '0.85',
  });
}

/**
 * Draws lines in a style; between their dashes shows what lies under them.
 *
 * @param lines - unbroken parts, of at least two points each.
 * @param style - of the path.
 */
export function coloredLines(
  lines: readonly (readonly Pixel[])[],
  { color, dashes }: PathStyle,
): string {
  if (lines.length === 0) return '';
  return element('path', {
    ...shapeOf(lines),
    stroke: color,
    'stroke-width': LINE_WIDTH,
    'stroke-dasharray': dashes,
  });
}

/**
 * Draws the mark of a start: a circle.
 *
 * @param at - its centre.
 * @param style - of the path.
 */
export function startMark([cx, cy]: Pixel, { color, casing }: PathStyle): string {
  return [
    element('circle', { cx, cy, r: 5.2, fill: 'none', stroke: casing, 'stroke-width': 4.4 }),
    element('circle', { cx, cy, r: 5.2, fill: casing, stroke: color, 'stroke-width': 2 }),
  ].join('');
}

/**
 * Draws the mark of an end: a square.
 *
 * @param at - its centre.
 * @param style - of the path.
 */
export function endMark([x, y]: Pixel, { color, casing }: PathStyle): string {
  const size = 9;
  return element('rect', {
    x: x - size / 2,
    y: y - size / 2,
    width: size,
    height: size,
    fill: color,
    stroke: casing,
    'stroke-width': 1.4,
  });
}

/**
 * Draws the mark of a path that goes on outside: an arrowhead.
 *
 * @param tip - where it leaves.
 * @param from - a place it comes from.
 * @param style - of the path.
 */
export function leaveMark(tip: Pixel, from: Pixel, { color, casing }: PathStyle): string {
  const turn = (Math.atan2(tip[1] - from[1], tip[0] - from[0]) * 180) / Math.PI;
  return element('path', {
    d: 'M0 0L-11 -5.5L-8.5 0L-11 5.5z',
    transform: `translate(${tip.map((value) => value.toFixed(1)).join(' ')}) rotate(${turn.toFixed(1)})`,
    fill: color,
    stroke: casing,
    'stroke-width': 1.2,
    'stroke-linejoin': 'round',
  });
}
