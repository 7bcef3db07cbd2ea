// The analytic wall of a toy as a formula: `b = 0.5 - 0.6225·w for w > 4.2553`.
import type { Wall } from '../../experiment/surface/wall.ts';
import { formatNumber } from '../format.ts';

const write = (value: number) => formatNumber(value, { digits: 5 });

/**
 * Writes where a toy's wall is.
 *
 * @param wall - its line and where it begins.
 * @param names - names of the recurrent and the input weight.
 */
export function wallFormula(wall: Wall, [w, u]: readonly [string, string]): string {
  const { offset, slope, fromWeight } = wall;
  const sign = slope < 0 ? '-' : '+';
  const size = Math.abs(slope);
  const term = size === 0.5 ? `${w}/2` : `${write(size)}·${w}`;
  const line = offset === 0 ? `${slope < 0 ? '-' : ''}${term}` : `${write(offset)} ${sign} ${term}`;
  return `${u} = ${line} for |${w}| > ${write(fromWeight)}, where the start is an unstable fixed point`;
}
