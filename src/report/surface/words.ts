// How places, quantities and forms of a surface are written, the same on maps, in tables and below.
import type {
  ColorScale,
  Place,
  Quantity,
  Surface,
  SurfaceForm,
  SurfaceView,
} from '../../experiment/surface/surface.ts';
import { formatNumber } from '../format.ts';
import { stripControl } from '../text.ts';

/** Names of the quantities. */
export const QUANTITY_NAMES = {
  cost: 'cost',
  gradientNorm: 'gradient norm',
} as const satisfies Record<Quantity, string>;

/** Names of what has the surface. */
export const FORM_NAMES = {
  lecture: "the lecture's unit",
  paper: "the paper's unit",
  network: 'the network',
} as const satisfies Record<SurfaceForm, string>;

/** Names of the scales. */
export const SCALE_NAMES = {
  linear: 'linear scale',
  log: 'log scale',
} as const satisfies Record<ColorScale, string>;

/** Digits of a number that has no neighbours to be told apart from. */
const LONE_DIGITS = 9;
const MOST_DECIMALS = 100;

/**
 * Gives the distance between neighbouring values of an axis; 0 where there is one value.
 *
 * @param axis - its ends and count.
 */
export function spacingOf(axis: Surface['x']): number {
  return axis.count > 1 ? Math.abs(axis.max - axis.min) / (axis.count - 1) : 0;
}

/**
 * Writes a coordinate with the decimals that tell it from its neighbours, no more: 4.69 on a grid
 * of hundredths.
 *
 * @param value - the coordinate.
 * @param spacing - distance to the neighbours; 0 where there are none.
 */
export function writeCoordinate(value: number, spacing: number): string {
  if (!(spacing > 0 && Number.isFinite(value))) return formatNumber(value, { digits: LONE_DIGITS });
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(-Math.log10(spacing))));
  return formatNumber(Number(value.toFixed(decimals)), { digits: 15 });
}

/**
 * Writes a place with the names of its coordinates: `wr = 4.2, wi = -2.1`.
 *
 * @param place - where.
 * @param surface - the surface it belongs to.
 * @param divisor - how many times finer than the grid the place is known, at least 1.
 */
export function writePlace({ x, y }: Place, surface: Surface, divisor = 1): string {
  const write = (axis: Surface['x'], value: number) =>
    `${stripControl(axis.name)} = ${writeCoordinate(value, spacingOf(axis) / divisor)}`;
  return `${write(surface.x, x)}, ${write(surface.y, y)}`;
}

/**
 * Gives a picture of a surface its title: `Cost of the lecture's unit over wr and wi`.
 *
 * @param view - the surface and which of its numbers is shown; an axis of one value is stated.
 */
export function surfaceTitle({ surface, quantity }: SurfaceView): string {
  const axes = [surface.x, surface.y];
  const over = axes.filter(({ count }) => count > 1).map(({ name }) => stripControl(name));
  const at = axes
    .filter(({ count }) => count === 1)
    .map(({ name, min }) => `${stripControl(name)} = ${writeCoordinate(min, 0)}`);
  const name = QUANTITY_NAMES[quantity];
  return [
    `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${FORM_NAMES[surface.form]}`,
    ...(over.length > 0 ? [`over ${over.join(' and ')}`] : []),
    ...(at.length > 0 ? [`at ${at.join(', ')}`] : []),
  ].join(' ');
}
