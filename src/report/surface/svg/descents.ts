// Descent paths over a map, cut to its window: the line, its steps where they can be told apart, and
// the marks of start, end and where it leaves.
import type { DescentPath, Surface } from '../../../experiment/surface/surface.ts';
import { evenlySpread } from '../../textTable.ts';
import { isInWindow, visibleLines, type WindowPlace, windowPlaceOf } from '../windowPlace.ts';
import { type Box, pixelIn } from './box.ts';
import { element, type Pixel } from './elements.ts';
import {
  casingLines,
  coloredLines,
  endMark,
  leaveMark,
  type PathStyle,
  startMark,
} from './pathStyle.ts';

/** A step shorter than this, in pixels, is drawn with the next. */
const SHORTEST_STEP = 0.5;
/** Of a path with more places than this, evenly spread ones are drawn. */
const MOST_PLACES = 3000;
/** More arrows than this along one path would only cover each other. */
const MOST_ARROWS = 100;
/** A step is dotted where the way to it and from it is longer than this, in pixels. */
const LONG_STEP = 10;
/** More dots than this along one path would only cover each other. */
const MOST_DOTS = 500;

/** What of a path can be seen. */
export interface DrawnDescent {
  /** Line and marks. */
  readonly markup: string;
  /** What lies under the lines of all paths, so that the dashes of one let others through. */
  readonly casing: string;
  /** Unbroken parts of its line. */
  readonly lines: readonly (readonly Pixel[])[];
  readonly showsStart: boolean;
  readonly showsEnd: boolean;
  readonly leaves: boolean;
}

const pixelsBetween = (one: WindowPlace, other: WindowPlace, { width, height }: Box) =>
  Math.hypot((one.across - other.across) * width, (one.up - other.up) * height);

/** The places of a path that make a difference, with both ends. */
function drawnPlaces(path: DescentPath, surface: Surface, box: Box): WindowPlace[] {
  const places = path.steps.map((step) => windowPlaceOf(surface, step));
  let kept = places[0];
  const moved = places.filter((place, index) => {
    const move = kept ? pixelsBetween(kept, place, box) : 0;
    // What is not finite is kept: it breaks the line.
    if (index > 0 && index < places.length - 1 && move < SHORTEST_STEP) return false;
    kept = place;
    return true;
  });
  const spread = new Set(evenlySpread(moved.length, MOST_PLACES));
  return moved.filter((_, index) => spread.has(index));
}

/** Where a path turned after long steps: along short ones dots would only hide the line. */
function dottedPlaces(places: readonly WindowPlace[], box: Box): WindowPlace[] {
  const isFar = (one: WindowPlace | undefined, other: WindowPlace | undefined) =>
    one !== undefined && other !== undefined && pixelsBetween(one, other, box) >= LONG_STEP;
  return places
    .filter(
      (place, index) =>
        isInWindow(place) && isFar(places[index - 1], place) && isFar(place, places[index + 1]),
    )
    .slice(0, MOST_DOTS);
}

/**
 * Draws a descent path.
 *
 * @param path - the descent.
 * @param surface - what it is drawn over.
 * @param box - the window.
 * @param style - how it looks.
 */
export function drawDescent(
  path: DescentPath,
  surface: Surface,
  box: Box,
  style: PathStyle,
): DrawnDescent {
  const places = drawnPlaces(path, surface, box);
  const inPixels = (place: WindowPlace) => pixelIn(box, place);
  const visible = visibleLines(places).map(({ points, leaves }) => ({
    leaves,
    points: points.map(inPixels),
  }));
  const [first, last] = [places[0], places.at(-1)];
  const dots = dottedPlaces(places, box).map(inPixels);
  const arrows = visible
    .filter(({ leaves }) => leaves)
    .slice(0, MOST_ARROWS)
    .map(({ points }) => leaveMark(points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0], style));
  const showsStart = first !== undefined && isInWindow(first);
  const showsEnd = last !== undefined && isInWindow(last);
  const lines = visible.map(({ points }) => points);
  return {
    lines,
    casing: casingLines(lines, style),
    markup: [
      coloredLines(lines, style),
      ...dots.map(([cx, cy]: Pixel) =>
        element('circle', { cx, cy, r: 2.2, fill: style.color, stroke: style.casing }),
      ),
      ...arrows,
      ...(showsStart ? [startMark(inPixels(first), style)] : []),
      ...(showsEnd ? [endMark(inPixels(last), style)] : []),
    ].join('\n'),
    showsStart,
    showsEnd,
    leaves: arrows.length > 0,
  };
}
