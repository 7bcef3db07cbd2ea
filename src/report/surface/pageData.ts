// What a surface page carries: plain data, written by the report and read by the page's script.
import type { ColorScale, Quantity } from '../../experiment/surface/surface.ts';
import type { PackedNumbers } from './packedNumbers.ts';

/** An axis of the page's grid. */
export interface PageAxis {
  readonly name: string;
  /** Value at the first column, or at the bottom row. */
  readonly min: number;
  readonly max: number;
  /** How every value is written, from `min` to `max`; as many as there are columns or rows. */
  readonly labels: readonly string[];
}

/** The surface after a number of time steps; rows from the top, where y is `max`. */
export interface PackedFrame {
  readonly steps: number;
  readonly cost: PackedNumbers;
  readonly gradientNorm: PackedNumbers;
}

/** A point of a descent path: x, y, cost, gradient norm; null where the number is not finite. */
export type PagePoint = readonly [
  x: number,
  y: number,
  cost: number | null,
  gradientNorm: number | null,
];

/** How a line is drawn: on a wider one of the opposite brightness. */
export interface PageStroke {
  readonly color: string;
  /** Colour under the line and around its marks. */
  readonly casing: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

/** A descent path. */
export interface PagePath {
  /** Marks its end. */
  readonly letter: string;
  /** What it is and what became of it. */
  readonly description: string;
  readonly stroke: PageStroke;
  readonly points: readonly PagePoint[];
}

/** All that a page shows. */
export interface PageData {
  readonly title: string;
  readonly subtitle: string;
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly x: PageAxis;
  readonly y: PageAxis;
  /** What is shown at first. */
  readonly quantity: Quantity;
  readonly scale: ColorScale;
  /** In ascending order of steps; the descent paths belong to the last. */
  readonly frames: readonly PackedFrame[];
  /** Unbroken parts of the analytic wall. */
  readonly wall: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly paths: readonly PagePath[];
}
