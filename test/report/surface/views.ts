// Small surfaces the picture tests draw.
import { axisValues } from '../../../src/experiment/surface/axis.ts';
import {
  type DescentPath,
  type DescentStep,
  gradientNormOf,
  type Place,
  type SurfaceView,
} from '../../../src/experiment/surface/surface.ts';

export interface GridSize {
  readonly x: readonly [min: number, max: number, count: number];
  readonly y: readonly [min: number, max: number, count: number];
}

/** A view of the surface that a function of the place gives; slopes by central differences. */
export function viewOf(
  { x, y }: GridSize,
  costAt: (place: Place) => number,
  extra: Partial<SurfaceView> = {},
): SurfaceView {
  const [xAxis, yAxis] = [x, y].map(([min, max, count], index) => ({
    name: index === 0 ? 'w' : 'b',
    min,
    max,
    count,
  })) as [SurfaceView['surface']['x'], SurfaceView['surface']['y']];
  const [xs, ys] = [axisValues(xAxis), axisValues(yAxis)];
  const places = [...ys].flatMap((b) => [...xs].map((w) => ({ x: w, y: b })));
  const h = 1e-6;
  const slope = (sx: number, sy: number) => (place: Place) =>
    (costAt({ x: place.x + sx, y: place.y + sy }) - costAt({ x: place.x - sx, y: place.y - sy })) /
    (2 * h);
  const dx = Float64Array.from(places, slope(h, 0));
  const dy = Float64Array.from(places, slope(0, h));
  return {
    surface: {
      form: 'paper',
      x: xAxis,
      y: yAxis,
      xs,
      ys,
      cost: Float64Array.from(places, costAt),
      dx,
      dy,
      gradientNorm: dx.map((value, index) => gradientNormOf(value, dy[index]!)),
    },
    quantity: 'cost',
    scale: 'linear',
    wall: [],
    paths: [],
    refinement: null,
    ...extra,
  };
}

/** The same view with other costs or gradient norms. */
export function withNumbers(
  view: SurfaceView,
  numbers: { readonly cost?: readonly number[]; readonly gradientNorm?: readonly number[] },
): SurfaceView {
  const { surface } = view;
  return {
    ...view,
    surface: {
      ...surface,
      cost: Float64Array.from(numbers.cost ?? surface.cost),
      gradientNorm: Float64Array.from(numbers.gradientNorm ?? surface.gradientNorm),
    },
  };
}

/** A path through places, at cost 1 and gradient norm 2 unless steps say otherwise. */
export function pathOf(
  places: readonly (Place & Partial<DescentStep>)[],
  extra: Partial<DescentPath> = {},
): DescentPath {
  return {
    maxNorm: null,
    optimizer: 'sgd',
    learningRate: 0.1,
    steps: places.map((place, step) => ({
      step,
      cost: 1,
      gradientNorm: 2,
      clipped: false,
      ...place,
    })),
    outcome: 'underWay',
    longestFrom: null,
    ...extra,
  };
}

/** Four by four points of costs 0 … 15: growing to the right, and four times as fast upwards. */
export const STAIRS = viewOf({ x: [0, 3, 4], y: [0, 3, 4] }, ({ x, y }) => x + 4 * y);
