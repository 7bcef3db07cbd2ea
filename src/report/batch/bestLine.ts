// The best run of a suite in words, for below a table: its columns may have no room for it.
import type { BestOfSuite } from '../../experiment/batch/bestOfSuite.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { stripControl } from '../text.ts';
import { axisHeadings } from './axisHeadings.ts';
import { labelText } from './labels.ts';

/**
 * Names the best run: where it stands, how good it is, and where it lies.
 *
 * @param best - the run.
 * @param out - directory of run directories, as it is to be shown.
 */
export function bestLine({ name, runId, labels, loss, error }: BestOfSuite, out: string): string {
  const axes = axisHeadings(Object.keys(labels));
  const where = Object.values(labels).map(
    (label, place) => `${labelText(axes[place])} ${labelText(label)}`,
  );
  const how = [
    ...(error === null ? [] : [`error ${formatPercent(error)}`]),
    `loss ${formatNumber(loss)}`,
  ];
  const directory = stripControl(`${out}/${name}-${runId.slice(0, 16)}`);
  return `best: ${[...where, ...how].join(', ')}, in ${directory}`;
}
