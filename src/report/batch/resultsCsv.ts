// The runs of a suite as a table of comma-separated values, one line each. Writing it to a file is not
// done here.
import type { Label } from '../../experiment/batch/manifest.ts';
import type { SuiteResults, SuiteRun } from '../../experiment/batch/results.ts';
import { textCell } from '../csvCell.ts';
import { labelAt } from './labels.ts';

type Cell = Label | null | undefined;

interface Column {
  readonly heading: string;
  readonly read: (run: SuiteRun) => Cell;
}

const BEFORE_LABELS: readonly Column[] = [
  { heading: 'index', read: ({ job }) => job.index },
  { heading: 'runId', read: ({ job }) => job.runId },
  { heading: 'name', read: ({ job }) => job.name },
];

/** Reads a field of finished runs; the others have an empty cell. */
const ofFinished =
  (read: (state: Extract<SuiteRun['state'], { type: 'finished' }>) => Cell) =>
  ({ state }: SuiteRun): Cell =>
    state.type === 'finished' ? read(state) : null;

const AFTER_LABELS: readonly Column[] = [
  { heading: 'state', read: ({ state }) => state.type },
  { heading: 'outcome', read: ofFinished(({ outcome }) => outcome) },
  { heading: 'step', read: ({ state }) => ('step' in state ? state.step : null) },
  { heading: 'split', read: ofFinished(({ evaluation }) => evaluation?.split) },
  { heading: 'loss', read: ofFinished(({ evaluation }) => evaluation?.loss) },
  { heading: 'error', read: ofFinished(({ evaluation }) => evaluation?.error) },
  {
    heading: 'bitsPerCharacter',
    read: ofFinished(({ evaluation }) => evaluation?.bitsPerCharacter),
  },
  { heading: 'count', read: ofFinished(({ evaluation }) => evaluation?.count) },
  { heading: 'resultSha256', read: ofFinished(({ resultSha256 }) => resultSha256) },
];

const OWN_HEADINGS: ReadonlySet<string> = new Set(
  [...BEFORE_LABELS, ...AFTER_LABELS].map(({ heading }) => heading),
);

/** An axis under its own name, unless a column has it. */
const axisColumn = (axis: string): Column => ({
  heading: OWN_HEADINGS.has(axis) ? `axis.${axis}` : axis,
  read: ({ job }) => labelAt(job.labels, axis),
});

function writeCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? textCell(cell) : String(cell);
}

/**
 * Writes the runs of a suite as CSV: one line per job in the order of the manifest, with its labels, its
 * state, and what a finished run came to.
 *
 * Numbers have all digits they need to be read back exactly and stay numbers; texts that a spreadsheet
 * would take for a formula are quoted. What is not finite is `NaN`, `Infinity` or `-Infinity`, as NumPy
 * and pandas read it; what there is none of is empty. Lines end with `\n`.
 *
 * @param results - the runs.
 * @returns the whole file, a header first.
 */
export function resultsCsv({ axes, runs }: SuiteResults): string {
  const columns = [...BEFORE_LABELS, ...axes.map(axisColumn), ...AFTER_LABELS];
  const header = columns.map(({ heading }) => textCell(heading)).join(',');
  const lines = runs.map((run) => columns.map(({ read }) => writeCell(read(run))).join(','));
  return [header, ...lines].map((line) => `${line}\n`).join('');
}
