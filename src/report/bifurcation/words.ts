// How places, parameters and the recurrence are written, the same in titles, labels and sentences.
import type { Diagram } from '../../experiment/bifurcation/diagram.ts';
import type { Attractor } from '../../experiment/bifurcation/dynamics.ts';
import { formatNumber } from '../format.ts';

/** Decimals of a coordinate: the sixth digit of the paper's folds. */
const DECIMALS = 6;
/** From here on six decimals are more digits than a coordinate needs. */
const LARGEST_FIXED = 1e4;
const LARGE_DIGITS = 10;
const SMALL_DIGITS = 3;
const GIVEN_DIGITS = 9;

/** Names of the parameters as they are written in text. */
export const PARAMETER_NAMES = { b: 'b', w: 'w', x0: 'x_0' } as const;

/**
 * Writes a computed coordinate with six decimals, or with fewer where it has fewer.
 *
 * @param value - any number.
 */
export function writeCoordinate(value: number): string {
  const text = value.toFixed(DECIMALS);
  const isRound = Number(text) === value;
  const isSmall = Number(text) === 0;
  if (isRound || isSmall || !(Math.abs(value) < LARGEST_FIXED)) {
    return formatNumber(value, { digits: isSmall ? SMALL_DIGITS : LARGE_DIGITS });
  }
  return text;
}

/**
 * Writes a number that was given, with no more digits than it has.
 *
 * @param value - a finite number.
 */
export function writeGiven(value: number): string {
  return formatNumber(value, { digits: GIVEN_DIGITS });
}

/**
 * Writes a value of the parameter: `b = -2.344390`.
 *
 * @param diagram - whose parameter it is.
 * @param value - the value.
 */
export function writeParameter({ axis }: Diagram, value: number): string {
  return `${PARAMETER_NAMES[axis.name]} = ${writeCoordinate(value)}`;
}

/**
 * Writes the map of a diagram: `x = 5 sigmoid(x) + b`.
 *
 * @param diagram - its activation, and what of w and b is fixed.
 */
export function writeMap({ activation, axis, w, b }: Diagram): string {
  const weight = axis.name === 'w' ? 'w' : writeGiven(w);
  const term = activation === 'linear' ? `${weight} x` : `${weight} ${activation}(x)`;
  if (axis.name === 'b') return `x = ${term} + b`;
  if (b === 0) return `x = ${term}`;
  return `x = ${term} ${b < 0 ? '-' : '+'} ${writeGiven(Math.abs(b))}`;
}

/**
 * Writes where a start ends: `x = -2.033798`, `the 2-cycle -1.5, 2.5`, `infinity`.
 *
 * @param attractor - where.
 */
export function writeAttractor(attractor: Attractor): string {
  if (attractor.kind === 'diverges') return 'infinity';
  if (attractor.kind === 'fixedPoint') return `x = ${writeCoordinate(attractor.x)}`;
  return `the 2-cycle of ${attractor.x.map(writeCoordinate).join(' and ')}`;
}

/**
 * Writes the start: `x_0 = 0.5`, or `x_0` where it varies.
 *
 * @param diagram - whose start it is.
 */
export function writeStart({ axis, start }: Diagram): string {
  return axis.name === 'x0' ? PARAMETER_NAMES.x0 : `${PARAMETER_NAMES.x0} = ${writeGiven(start)}`;
}
