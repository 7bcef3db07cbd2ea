// From a surface to what its page carries: a grid no finer than a screen shows, numbers packed,
// everything drawn over it, and the words. The grid of several frames is brought down alike.
import type { DescentPath, SurfaceView } from '../../experiment/surface/surface.ts';
import { stripControl } from '../text.ts';
import { outcomeSentence } from './descentReport.ts';
import { namePaths } from './namedPaths.ts';
import { packNumbers } from './packedNumbers.ts';
import type {
  PackedFrame,
  PageAxis,
  PageData,
  PagePath,
  PagePoint,
  PageStroke,
} from './pageData.ts';
import { pixelValues } from './pixels.ts';
import { pathStyle } from './svg/pathStyle.ts';
import { spacingOf, writeCoordinate } from './words.ts';

/** The surface after a number of time steps, on the grid of the view's surface. */
export interface PageFrame {
  /** Number of time steps T. */
  readonly steps: number;
  /** Costs, y outer, x inner, [y.count · x.count]. */
  readonly cost: Float64Array;
  /** Norms of the gradient, likewise. */
  readonly gradientNorm: Float64Array;
}

/** What a page shows beside the surface. */
export interface PageContent {
  readonly title: string;
  readonly subtitle: string;
  /** Names and values, in the order they are shown. */
  readonly settings: Readonly<Record<string, string>>;
  /** In ascending order of steps, at least one; the last is the surface itself. */
  readonly frames: readonly PageFrame[];
}

/** Largest number of columns and rows a page carries. */
const MOST_POINTS = 121;

/** A point of a path is left out where it moves less than this share of the window. */
const SMALLEST_MOVE = 1 / 2000;

type Axis = SurfaceView['surface']['x'];

const sizeOf = (axis: Axis) => Math.min(MOST_POINTS, axis.count);

function pageAxis(axis: Axis): PageAxis {
  const count = sizeOf(axis);
  const spacing = spacingOf({ ...axis, count });
  const labels = Array.from({ length: count }, (_, index) => {
    const share = count > 1 ? index / (count - 1) : 0;
    return writeCoordinate(axis.min * (1 - share) + axis.max * share, spacing);
  });
  return { name: stripControl(axis.name), min: axis.min, max: axis.max, labels };
}

function packFrame(view: SurfaceView, frame: PageFrame): PackedFrame {
  const { cost, gradientNorm, steps } = frame;
  const surface = { ...view.surface, cost, gradientNorm };
  const size = { width: sizeOf(surface.x), height: sizeOf(surface.y) };
  const pack = (quantity: 'cost' | 'gradientNorm') =>
    packNumbers(pixelValues({ ...view, surface, quantity }, size));
  return { steps, cost: pack('cost'), gradientNorm: pack('gradientNorm') };
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);

/** Up to the first place that is not finite, without points nobody can tell from their neighbours. */
function pagePoints({ steps }: DescentPath, { x, y }: SurfaceView['surface']): PagePoint[] {
  const end = steps.findIndex((step) => !Number.isFinite(step.x) || !Number.isFinite(step.y));
  const drawn = end === -1 ? steps : steps.slice(0, end);
  let last = drawn[0];
  const hasMoved = (name: 'x' | 'y', axis: Axis, from: typeof last, to: typeof last) =>
    Math.abs((to?.[name] ?? 0) - (from?.[name] ?? 0)) >
    Math.abs(axis.max - axis.min) * SMALLEST_MOVE;
  return drawn
    .filter((step, index) => {
      const before = last;
      const isKept =
        index === 0 ||
        index === drawn.length - 1 ||
        hasMoved('x', x, before, step) ||
        hasMoved('y', y, before, step);
      if (isKept) last = step;
      return isKept;
    })
    .map((step) => [step.x, step.y, finiteOrNull(step.cost), finiteOrNull(step.gradientNorm)]);
}

/** The colours and dashes that the path has in SVG too. */
function strokeOf(index: number): PageStroke {
  const { color, casing, dashes } = pathStyle(index);
  return { color, casing, dash: dashes === 'none' ? [] : dashes.split(' ').map(Number) };
}

const pagePaths = ({ paths, surface }: SurfaceView): PagePath[] =>
  namePaths(paths).map(({ path, description, endMark }, index) => ({
    letter: endMark.character,
    description: `${description}: ${outcomeSentence(path)}`,
    stroke: strokeOf(index),
    points: pagePoints(path, surface),
  }));

/**
 * Gathers what a page carries.
 *
 * @param view - the surface and everything drawn over it.
 * @param content - words and frames.
 */
export function pageDataOf(view: SurfaceView, content: PageContent): PageData {
  const { title, subtitle, settings, frames } = content;
  const { surface, quantity, scale, wall } = view;
  // Points between those of the grid belong to the last frame: beside others they would be a jump.
  const plain = frames.length > 1 ? { ...view, refinement: null } : view;
  return {
    title: stripControl(title),
    subtitle: stripControl(subtitle),
    settings: Object.entries(settings).map(([name, value]) => [
      stripControl(name),
      stripControl(value),
    ]),
    x: pageAxis(surface.x),
    y: pageAxis(surface.y),
    quantity,
    scale,
    frames: frames.map((frame) => packFrame(plain, frame)),
    wall: wall.map((curve) => curve.map(({ x, y }) => [x, y] as const)),
    paths: pagePaths(view),
  };
}
