// Columns of a table in units of their own spread: mean and deviation come from the training part alone, so that
// nothing of what is held out is learned.
import { ConfigurationError } from '../math/configurationError.ts';
import type { NumberTable } from './formats/numberTable.ts';
import { shownText } from './formats/shown.ts';
import type { Channel } from './task.ts';

/**
 * Measures the columns of a training part.
 * @throws ConfigurationError for a column that never changes, or that doubles cannot standardize
 */
export function channelsOf({ names, rowCount, values }: NumberTable): readonly Channel[] {
  return names.map((name, column) => {
    let sum = 0;
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let row = 0; row < rowCount; row++) {
      const value = values[row * names.length + column]!;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    const refuse = (expected: string, got: string) =>
      new ConfigurationError(
        `series: expected the column ${shownText(name)} ${expected} in its training part, got ${got}`,
      );
    if (rowCount === 0) throw refuse('to have rows', 'none');
    // The mean of equal values may differ from them in the last bit, and so their deviation from 0.
    if (least === most) throw refuse('to change', `${least} in all of its ${rowCount} rows`);
    const mean = sum / rowCount;
    let squares = 0;
    for (let row = 0; row < rowCount; row++) {
      const distance = values[row * names.length + column]! - mean;
      squares += distance * distance;
    }
    const deviation = Math.sqrt(squares / rowCount);
    if (deviation > 0 && Number.isFinite(deviation)) return { name, mean, deviation };
    const range = `values from ${least} to ${most}`;
    if (deviation === 0) throw refuse('to change by more', `${range}, too close to standardize`);
    throw refuse('to have smaller values', `${range}, too large to standardize`);
  });
}

/**
 * Standardizes columns of a table: (value − mean) / deviation.
 * @param channels of every column of the table
 * @param places which columns, in order
 * @returns [rows, places]
 */
export function standardized(
  { names, rowCount, values }: NumberTable,
  channels: readonly Channel[],
  places: readonly number[],
): Float64Array {
  const picked = new Float64Array(rowCount * places.length);
  for (let row = 0; row < rowCount; row++) {
    places.forEach((place, j) => {
      const { mean, deviation } = channels[place]!;
      picked[row * places.length + j] = (values[row * names.length + place]! - mean) / deviation;
    });
  }
  return picked;
}
