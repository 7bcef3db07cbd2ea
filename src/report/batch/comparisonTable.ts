// Methods in pairs as a table: who won how often, and by how much.
import type { PairedComparison } from '../../experiment/batch/comparison.ts';
import type { Sample } from '../../experiment/batch/statistics/sample.ts';
import { formatCount, formatNumber } from '../format.ts';
import type { TerminalOptions } from '../terminal.ts';
import { fittingColumns, textTable } from '../textTable.ts';
import { labelColumn, meanText } from './labels.ts';

interface Column {
  readonly heading: string;
  /** Whether a comparison has anything to say there; without it every one has. */
  readonly isUsed?: (comparison: PairedComparison) => boolean;
  readonly write: (comparison: PairedComparison, terminal: TerminalOptions) => string;
}

/** `-120 ± 30`, with how many pairs it is over where those are not all. */
function differenceText(sample: Sample, pairCount: number, terminal: TerminalOptions): string {
  const text = meanText(sample, formatNumber, terminal);
  return text === '' || sample.count === pairCount
    ? text
    : `${text} (of ${formatCount(sample.count)})`;
}

const COLUMNS: readonly Column[] = [
  { heading: 'pairs', write: ({ pairCount }) => formatCount(pairCount) },
  { heading: 'wins', write: ({ winCount }) => formatCount(winCount) },
  { heading: 'ties', write: ({ tieCount }) => formatCount(tieCount) },
  { heading: 'losses', write: ({ lossCount }) => formatCount(lossCount) },
  { heading: 'p', write: ({ pValue }) => formatNumber(pValue, { digits: 2 }) },
  {
    heading: 'steps',
    isUsed: ({ steps }) => steps.count > 0,
    write: ({ steps, pairCount }, terminal) => differenceText(steps, pairCount, terminal),
  },
  {
    heading: 'loss',
    write: ({ loss, pairCount }, terminal) => differenceText(loss, pairCount, terminal),
  },
  { heading: 'unpaired', write: ({ unpairedCount }) => formatCount(unpairedCount) },
];

/** A table with what did not fit into it. */
export interface ComparisonTable {
  /** No wider than the terminal. */
  readonly lines: readonly string[];
  /** Headings of columns that are there. */
  readonly shown: readonly string[];
  /** Headings of columns that were left out. */
  readonly omitted: readonly string[];
}

/**
 * Lays out comparisons, one per line.
 *
 * @param comparisons - of one axis.
 * @param axis - its name.
 * @param terminal - what the terminal can show.
 */
export function comparisonTable(
  comparisons: readonly PairedComparison[],
  axis: string,
  terminal: TerminalOptions,
): ComparisonTable {
  const first = labelColumn(
    axis,
    comparisons.map((comparison) => comparison.first),
  );
  const second = labelColumn(
    'against',
    comparisons.map((comparison) => comparison.second),
  );
  const used = COLUMNS.filter(({ isUsed }) => !isUsed || comparisons.some(isUsed));
  const headings = [first[0] ?? '', second[0] ?? '', ...used.map(({ heading }) => heading)];
  const rows = comparisons.map((comparison, row) => [
    first[row + 1] ?? '',
    second[row + 1] ?? '',
    ...used.map(({ write }) => write(comparison, terminal)),
  ]);
  const fitting = fittingColumns(headings, rows, terminal);
  return {
    lines: textTable(headings, rows, terminal).map((line) => line.trimEnd()),
    shown: headings.slice(0, fitting),
    omitted: headings.slice(fitting),
  };
}
