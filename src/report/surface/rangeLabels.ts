// Round numbers within a range of colours, for colour bars and contours.
import { formatNumber } from '../format.ts';
import { type AxisLabel, createScale, roundLabels } from '../plot/scale.ts';
import type { ColorRange } from './colorRange.ts';

/**
 * Finds round numbers in a range.
 *
 * @param range - numbers and their shares.
 * @param tickCount - about how many intervals between labels are wanted, at least 1.
 * @returns none where no number can be shown.
 */
export function rangeLabels(range: ColorRange, tickCount: number): readonly AxisLabel[] {
  const { min, max, scale } = range;
  if (Number.isNaN(min)) return [];
  if (min === max) return [{ share: 0, text: formatNumber(min) }];
  if (scale === 'linear') return roundLabels(min, max, tickCount);
  return createScale('log10', Math.log10(min), Math.log10(max), tickCount).ticks.map(
    ({ height, label }) => ({ share: height, text: label }),
  );
}
