// What a gradient check found: what was checked, a table of tensors, the worst entry, entries that
// could not be compared, and one closing line.
import type { GradientCheckReport, NamedEntry } from '../experiment/gradientCheck.ts';
import type { CheckedEntry, TensorCheck } from '../training/gradientCheck/checkGradient.ts';
import { formatCount, formatCounted, formatNumber } from './format.ts';
import { divergenceSentence } from './summaryLine.ts';
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { wrapText } from './text.ts';
import { textTable } from './textTable.ts';

const VERDICTS = {
  agrees: 'agrees',
  differs: 'DIFFERS',
  nonFinite: 'NOT FINITE',
  notSmooth: 'not smooth here',
  tooSmall: 'too small',
  noInfluence: 'no influence',
} satisfies Record<TensorCheck['verdict'], string>;

const PROBLEMS = {
  nonFiniteValue: ({ loss }) =>
    `the loss is ${formatNumber(loss)} here: there is no gradient to check`,
  unsteadyValue: () =>
    'two passes over one batch give two losses: the loss is no function of the parameters here',
} satisfies Record<
  NonNullable<GradientCheckReport['problem']>,
  (report: GradientCheckReport) => string
>;

/** How the term beside the loss is checked, by type. */
const REGULARIZED: Readonly<Record<string, string>> = {
  omega: 'omega is a term of its own, with states and errors held; ',
  l2: 'l2 is checked together with the loss; ',
  stabilizer: 'stabilizer is checked together with the loss; ',
};

/** Digits that tell a right derivative from one that is wrong by the tolerance. */
const DERIVATIVE_DIGITS = 10;
/** Entries named before the rest is only counted. */
const NAMED_ENTRIES = 5;

const entryName = (tensor: string, { row, column }: CheckedEntry): string =>
  `${tensor}[${row}, ${column}]`;

function shareOf(checked: number, all: number): string {
  return checked === all
    ? `all ${formatCount(all)}`
    : `${formatCount(checked)} of ${formatCount(all)}`;
}

function setting(report: GradientCheckReport): string[] {
  const { batch, warmSteps, lossType, regularizer, precision, seed, divergence, tolerance } =
    report;
  const place =
    warmSteps === 0
      ? 'at the initial parameters'
      : `after ${formatCounted(warmSteps, 'update', 'updates')}`;
  const { relative, ofLargest, ofValue } = tolerance;
  return [
    `Gradient of the loss (${lossType}) ${place}, seed ${seed}, over ` +
      `${formatCounted(batch.batchSize, 'sequence', 'sequences')} of ` +
      `${formatCounted(batch.sequenceLength, 'step', 'steps')}: back-propagation through time ` +
      'against central differences',
    `checked in f64${precision === 'f64' ? '' : ` (the config says ${precision})`}; ` +
      `${REGULARIZED[regularizer] ?? ''}an entry agrees within ` +
      `${formatNumber(relative)} of its size + ${formatNumber(ofLargest)} of the tensor's largest + ${formatNumber(ofValue)} of the loss`,
    ...(divergence === null ? [] : [divergenceSentence(divergence)]),
  ];
}

function table({ tensors }: GradientCheckReport, terminal: TerminalOptions): string[] {
  const terms = new Set(tensors.map(({ term }) => term));
  // A column of its own only where there is more than one.
  const termOf = (term: string): string[] => (terms.size > 1 ? [term] : []);
  const rows = tensors.map((one) => [
    ...termOf(one.term),
    one.tensor,
    VERDICTS[one.verdict],
    one.worst === null ? '-' : formatNumber(one.worst.relativeDifference, { digits: 2 }),
    shareOf(one.checkedCount, one.entryCount),
    formatNumber(one.largestAnalytic),
    `[${one.shape.join(', ')}]`,
  ]);
  const headings = [
    'tensor',
    'verdict',
    'worst relative',
    'checked',
    'largest',
    'shape',
    ...termOf('term'),
  ];
  return textTable(headings, rows, terminal);
}

/** Names the worst entry: `worst: layers.0.Whh[3, 17]: analytic …, numeric …, relative …`. */
function worstSentence(worst: NamedEntry): string {
  const digits = { digits: DERIVATIVE_DIGITS };
  return (
    `worst: ${entryName(worst.tensor, worst)}: analytic ${formatNumber(worst.analytic, digits)}, ` +
    `numeric ${formatNumber(worst.numeric, digits)}, ` +
    `relative difference ${formatNumber(worst.relativeDifference, { digits: 2 })}`
  );
}

function namesOf(entries: readonly string[]): string {
  const rest = entries.length - NAMED_ENTRIES;
  const named = entries.slice(0, NAMED_ENTRIES).join(', ');
  return rest > 0 ? `${named} and ${formatCount(rest)} more` : named;
}

function remarks({ tensors, worst }: GradientCheckReport): string[] {
  const kinks = tensors.flatMap(({ tensor, notSmooth }) =>
    notSmooth.map((entry) => entryName(tensor, entry)),
  );
  const tooSmall = tensors.reduce((sum, { tooSmallCount }) => sum + tooSmallCount, 0);
  const without = tensors.filter(({ verdict }) => verdict === 'noInfluence');
  return [
    ...(worst === null ? [] : [worstSentence(worst)]),
    ...(kinks.length === 0
      ? []
      : [
          `not smooth here, so not compared: ${formatCounted(kinks.length, 'entry', 'entries')} ` +
            `(${namesOf(kinks)})`,
        ]),
    ...(tooSmall === 0
      ? []
      : [
          `too small to compare, rounding of the loss decides: ` +
            formatCounted(tooSmall, 'entry', 'entries'),
        ]),
    ...(without.length === 0
      ? []
      : [
          'no influence on this loss, by both: ' +
            without
              .map(
                ({ tensor, checkedCount, entryCount }) =>
                  `${tensor} (${shareOf(checkedCount, entryCount)})`,
              )
              .join(', '),
        ]),
  ];
}

/**
 * Says in one line whether the gradient is right:
 * `the gradient agrees: 5 tensors, 350 of 3,004 entries, worst relative difference 3.1e-10`.
 */
export function gradientCheckLine(report: GradientCheckReport): string {
  const { ok, problem, tensors, worst, checkedCount, entryCount } = report;
  if (problem !== null) return `no: ${PROBLEMS[problem](report)}`;
  const checked = `${shareOf(checkedCount, entryCount)} entries`;
  if (ok) {
    const difference = formatNumber(worst?.relativeDifference ?? 0, { digits: 2 });
    return (
      `the gradient agrees: ${formatCounted(tensors.length, 'tensor', 'tensors')}, ${checked} ` +
      `checked, worst relative difference ${difference}`
    );
  }
  const wrong = tensors.filter((one) => one.differingCount + one.nonFiniteCount > 0);
  if (wrong.length === 0) return `no: nothing could be compared, of ${checked} looked at`;
  const count = wrong.reduce((sum, one) => sum + one.differingCount + one.nonFiniteCount, 0);
  const names = wrong.map(({ tensor }) => tensor).join(', ');
  return `no: the gradient is wrong in ${formatCount(count)} of ${formatCount(checkedCount)} entries checked: ${names}`;
}

/**
 * Writes the whole report.
 *
 * @param report - what the check found.
 * @param terminal - what the terminal can show.
 * @returns text that ends in a newline, its lines no wider than the terminal.
 */
export function gradientCheckReport(
  report: GradientCheckReport,
  terminal: TerminalOptions,
): string {
  const columns = clampColumns(terminal.columns);
  const { heading, good, bad } = paletteFor(terminal);
  const wrap = (sentences: readonly string[]): string[] =>
    sentences.flatMap((sentence) => wrapText(sentence, columns, '  '));
  const [title = '', ...others] = setting(report);
  const verdict = report.ok ? good : bad;
  return [
    ...wrap([title]).map((line) => heading(line)),
    ...wrap(others),
    ...(report.tensors.length > 0 ? ['', ...table(report, terminal), ''] : ['']),
    ...wrap(remarks(report)),
    ...wrap([gradientCheckLine(report)]).map((line) => verdict(line)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
