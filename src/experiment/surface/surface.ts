// What a sweep finds: plain data that reports draw and files hold. No behaviour but what derives
// one number from another.
import type { Axis } from './axis.ts';

/** Which surface: the lecture's toy, the paper's toy, or the loss of a network. */
export type SurfaceForm = 'lecture' | 'paper' | 'network';

/** Cost and its gradient by the two coordinates, over points in any order; [n] each. */
export interface Samples {
  readonly cost: Float64Array;
  /** ∂cost/∂x. */
  readonly dx: Float64Array;
  /** ∂cost/∂y. */
  readonly dy: Float64Array;
  /** √((∂cost/∂x)² + (∂cost/∂y)²). */
  readonly gradientNorm: Float64Array;
}

/** A cost surface over a grid: point (i, j) of x and y is element j·x.count + i (y outer, x inner). */
export interface Surface extends Samples {
  readonly form: SurfaceForm;
  readonly x: Axis;
  readonly y: Axis;
  /** Values along x, [x.count]. */
  readonly xs: Float64Array;
  /** Values along y, [y.count]. */
  readonly ys: Float64Array;
}

/** A place on the plane of the two coordinates. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A curve over the plane, from one end to the other. */
export type Curve = readonly Place[];

/** One point of a descent path: where it stood, and what its next update did with the gradient. */
export interface DescentStep extends Place {
  /** Updates done; 0 is the start. */
  readonly step: number;
  readonly cost: number;
  /** √((∂cost/∂x)² + (∂cost/∂y)²) here, before clipping. */
  readonly gradientNorm: number;
  /** Whether the gradient taken here was clipped. */
  readonly clipped: boolean;
}

/**
 * What became of a descent: it reached the valley, was thrown off the wall by one long step, still
 * was under way when the steps ran out, or left the finite numbers.
 */
export type DescentOutcome = 'valley' | 'thrown' | 'underWay' | 'diverged';

/** A descent path over a surface. */
export interface DescentPath {
  /** What it is called where it is not told by how it descends: the path of a training run. */
  readonly label?: string;
  /** Largest gradient norm let through, or null without clipping. */
  readonly maxNorm: number | null;
  readonly optimizer: string;
  readonly learningRate: number;
  /** From the start to the last point; never empty. */
  readonly steps: readonly DescentStep[];
  readonly outcome: DescentOutcome;
  /** Index into `steps` of where the longest step began, or null where there was none. */
  readonly longestFrom: number | null;
}

/** What adaptive refinement added to a grid. */
export interface Refinement {
  /** Halvings of the grid's spacing at the finest place. */
  readonly levels: number;
  /** Points beyond the grid, in the order they were computed: place, level, cost, gradient; [n]. */
  readonly points: Samples & {
    readonly x: Float64Array;
    readonly y: Float64Array;
    /** Level each point belongs to, 1 … levels. */
    readonly level: Uint8Array;
  };
  /** Cells of the grid that were divided, of all. */
  readonly refinedCellCount: number;
  readonly cellCount: number;
  /** The steepest point found: place, cost, gradient norm. */
  readonly steepest: Place & { readonly cost: number; readonly gradientNorm: number };
  /** Change of the largest gradient norm over the last level, as a share of it. */
  readonly lastChangeFraction: number;
  /**
   * Why refining ended: the norm stood still and every cell is resolved, or the budget of points, or
   * of digits between neighbouring numbers, was spent before.
   */
  readonly ended: 'converged' | 'budget';
}

/** Which number of a surface is shown. */
export type Quantity = 'cost' | 'gradientNorm';

/** How numbers become colours or heights. */
export type ColorScale = 'linear' | 'log';

/** A surface with everything drawn over it. */
export interface SurfaceView {
  readonly surface: Surface;
  readonly quantity: Quantity;
  readonly scale: ColorScale;
  /** The analytic wall, where the toy has one inside the window; one curve per unbroken part. */
  readonly wall: readonly Curve[];
  readonly paths: readonly DescentPath[];
  readonly refinement: Refinement | null;
}

/** Norm of a gradient of two parts. */
export function gradientNormOf(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}
