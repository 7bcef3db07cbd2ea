// The JSON document of a sweep as plain data; the caller encodes it. Nothing is rounded here, and
// numbers that are not finite stay what they are.
import type {
  DescentOutcome,
  DescentPath,
  DescentStep,
  Place,
  Refinement,
  Surface,
  SurfaceForm,
  SurfaceView,
} from '../../experiment/surface/surface.ts';
import { largestOf, smallestOf } from './extremes.ts';

/** An axis: its name, the values at both ends (descending where it is reversed), how many. */
export interface AxisDocument {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** A quantity over the grid. */
export interface QuantityDocument {
  /** Smallest finite value, or null where there is none. */
  readonly min: number | null;
  /** Largest finite value, or null where there is none. */
  readonly max: number | null;
  /** Row by row: y outer, x inner, [y.count · x.count]. */
  readonly values: Float64Array;
}

/** A descent path. */
export interface PathDocument {
  readonly maxNorm: number | null;
  readonly optimizer: string;
  readonly learningRate: number;
  readonly outcome: DescentOutcome;
  readonly steps: readonly DescentStep[];
}

/** What refinement added. */
export interface RefinementDocument {
  readonly levels: number;
  readonly pointCount: number;
  readonly refinedCellCount: number;
  readonly cellCount: number;
  readonly steepest: Place & { readonly cost: number; readonly gradientNorm: number };
  readonly lastChangeFraction: number;
  readonly ended: Refinement['ended'];
  /** The points in the order they were computed, [pointCount] each. */
  readonly points: {
    readonly x: Float64Array;
    readonly y: Float64Array;
    readonly level: Uint8Array;
    readonly cost: Float64Array;
    readonly gradientNorm: Float64Array;
  };
}

/** All of a sweep. */
export interface SurfaceDocument {
  /** Version of this document. */
  readonly schema: 1;
  readonly form: SurfaceForm;
  readonly x: AxisDocument;
  readonly y: AxisDocument;
  readonly cost: QuantityDocument;
  readonly gradientNorm: QuantityDocument;
  /** What made the surface, as the caller names it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Unbroken parts of the analytic wall inside the window. */
  readonly wall: readonly (readonly (readonly [x: number, y: number])[])[];
  /** Descent paths; left out where there are none. */
  readonly paths?: readonly PathDocument[];
  readonly refinement: RefinementDocument | null;
}

const axisDocument = ({ name, min, max, count }: Surface['x']): AxisDocument => ({
  name,
  min,
  max,
  count,
});

const quantityDocument = (surface: Surface, values: Float64Array): QuantityDocument => ({
  min: smallestOf(surface, values)?.value ?? null,
  max: largestOf(surface, values)?.value ?? null,
  values,
});

const pathDocument = (path: DescentPath): PathDocument => ({
  maxNorm: path.maxNorm,
  optimizer: path.optimizer,
  learningRate: path.learningRate,
  outcome: path.outcome,
  steps: path.steps.map(({ step, x, y, cost, gradientNorm, clipped }) => ({
    step,
    x,
    y,
    cost,
    gradientNorm,
    clipped,
  })),
});

function refinementDocument(refinement: Refinement): RefinementDocument {
  const { levels, points, refinedCellCount, cellCount, steepest } = refinement;
  const { x, y, level, cost, gradientNorm } = points;
  return {
    levels,
    pointCount: cost.length,
    refinedCellCount,
    cellCount,
    steepest: {
      x: steepest.x,
      y: steepest.y,
      cost: steepest.cost,
      gradientNorm: steepest.gradientNorm,
    },
    lastChangeFraction: refinement.lastChangeFraction,
    ended: refinement.ended,
    points: { x, y, level, cost, gradientNorm },
  };
}

/**
 * Gathers a sweep into the document that `rnn sweep --json` writes, its keys in that order.
 *
 * @param view - the surface and everything found about it.
 * @param settings - what made it, as plain data.
 */
export function surfaceDocument(
  { surface, wall, paths, refinement }: SurfaceView,
  settings: Readonly<Record<string, unknown>>,
): SurfaceDocument {
  return {
    schema: 1,
    form: surface.form,
    x: axisDocument(surface.x),
    y: axisDocument(surface.y),
    cost: quantityDocument(surface, surface.cost),
    gradientNorm: quantityDocument(surface, surface.gradientNorm),
    settings,
    wall: wall.map((curve) => curve.map(({ x, y }) => [x, y] as const)),
    ...(paths.length > 0 ? { paths: paths.map(pathDocument) } : {}),
    refinement: refinement && refinementDocument(refinement),
  };
}
