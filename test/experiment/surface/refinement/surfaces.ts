// Surfaces from functions of two numbers, for tests of refinement: analytic costs, gradients by formula.
import { axisValues } from '../../../../src/experiment/surface/axis.ts';
import type { Sampler } from '../../../../src/experiment/surface/sampler.ts';
import {
  gradientNormOf,
  type Samples,
  type Surface,
} from '../../../../src/experiment/surface/surface.ts';
import { axis } from '../toys.ts';

type OfPlace = (x: number, y: number) => number;

/** A cost with its gradient; none is 0 everywhere. */
export interface Formula {
  readonly cost: OfPlace;
  readonly dx: OfPlace;
  readonly dy: OfPlace;
}

const flat: OfPlace = () => 0;

export function samplesAt({ cost, dx, dy }: Formula, x: Float64Array, y: Float64Array): Samples {
  const at = (of: OfPlace) => x.map((value, n) => of(value, y[n]!));
  return {
    cost: at(cost),
    dx: at(dx),
    dy: at(dy),
    gradientNorm: at((a, b) => gradientNormOf(dx(a, b), dy(a, b))),
  };
}

/** The unit square with a grid over it; an axis of one value stands at 0. */
export function surfaceOf(
  columns: number,
  rows: number,
  cost: OfPlace,
  dx: OfPlace = flat,
  dy: OfPlace = flat,
): Surface {
  const x = axis('x', 0, columns === 1 ? 0 : 1, columns);
  const y = axis('y', 0, rows === 1 ? 0 : 1, rows);
  const [xs, ys] = [axisValues(x), axisValues(y)];
  const places = Array.from(ys, (b) => Array.from(xs, (a) => [a, b] as const)).flat();
  const samples = samplesAt(
    { cost, dx, dy },
    Float64Array.from(places, ([a]) => a),
    Float64Array.from(places, ([, b]) => b),
  );
  return { form: 'paper', x, y, xs, ys, ...samples };
}

/** Computes by formula, and remembers every place it was asked for. */
export function samplerOf(formula: Formula): Sampler & { readonly asked: [number, number][] } {
  const asked: [number, number][] = [];
  return {
    asked,
    async sample(x, y) {
      x.forEach((value, n) => {
        asked.push([value, y[n]!]);
      });
      return samplesAt(formula, x, y);
    },
  };
}
