// Evaluations of a trained network as a table, one row each, with what is easily reached beside them.
import type { TrainedEvaluation } from '../experiment/inference/evaluateTrained.ts';
import type { EvaluationReport } from '../experiment/inference/evaluationReport.ts';
import { evaluationSentence } from './evaluationTable.ts';
import { formatCount, formatCounted, formatNumber, formatPercent } from './format.ts';
import { clampColumns, type TerminalOptions } from './terminal.ts';
import { stripControl, wrapText } from './text.ts';
import { textTable } from './textTable.ts';

interface Column {
  readonly heading: string;
  readonly isUsed: (evaluation: TrainedEvaluation) => boolean;
  readonly write: (evaluation: TrainedEvaluation) => string;
}

const orNothing = (value: number | null | undefined, write: (value: number) => string) =>
  value === null || value === undefined ? '' : write(value);

function lengthText({ length }: TrainedEvaluation): string {
  if (length === null) return '';
  if (typeof length === 'number') return formatCount(length);
  return `${formatCount(length.min)} to ${formatCount(length.max)}`;
}

/** The most important first: the last are left out on a narrow terminal. */
const COLUMNS: readonly Column[] = [
  { heading: 'split', isUsed: () => true, write: ({ split }) => split },
  {
    heading: 'length',
    isUsed: ({ length }) => length !== null,
    write: lengthText,
  },
  {
    heading: 'error',
    isUsed: ({ error }) => error !== null,
    write: ({ error }) => orNothing(error, formatPercent),
  },
  {
    heading: '95% interval',
    isUsed: ({ interval }) => interval !== null,
    write: ({ interval }) =>
      interval === null ? '' : `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`,
  },
  {
    heading: 'loss',
    isUsed: () => true,
    write: ({ loss }) => formatNumber(loss, { keepZeros: true }),
  },
  {
    heading: 'bits/char',
    isUsed: ({ bitsPerCharacter }) => bitsPerCharacter !== undefined,
    write: ({ bitsPerCharacter }) => orNothing(bitsPerCharacter, formatNumber),
  },
  { heading: 'of', isUsed: () => true, write: ({ count }) => formatCount(count) },
];

/** Two columns for each floor that any evaluation has: its error and its loss, where they are known. */
function floorColumns(evaluations: readonly TrainedEvaluation[]): Column[] {
  const names = new Set(evaluations.flatMap(({ floors }) => floors.map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const floorOf = ({ floors }: TrainedEvaluation) => floors.find((floor) => floor.name === name);
    const column = (what: 'error' | 'loss', write: (value: number) => string): Column => ({
      heading: `${name}: ${what}`,
      isUsed: (evaluation) => typeof floorOf(evaluation)?.[what] === 'number',
      write: (evaluation) => orNothing(floorOf(evaluation)?.[what], write),
    });
    return [column('error', formatPercent), column('loss', (value) => formatNumber(value))];
  });
}

/** Says whose network was evaluated. */
function evaluatedNetwork({ name, step, task }: EvaluationReport): string {
  return `${stripControl(name)} after ${formatCounted(step, 'step', 'steps')}, on ${task}`;
}

/**
 * Says in one line whose network was evaluated and what was found.
 *
 * @param report - what was found; at least one evaluation.
 */
export function trainedEvaluationsLine(report: EvaluationReport): string {
  const found = report.evaluations.map((evaluation) => {
    const length = lengthText(evaluation);
    return `${length === '' ? '' : `length ${length}, `}${evaluationSentence(evaluation, () => evaluation.floors)}`;
  });
  return `${evaluatedNetwork(report)}: ${found.join('; ')}`;
}

/**
 * Draws the table, and below it whose network it is about.
 *
 * @param report - what was found; at least one evaluation.
 * @param terminal - what the terminal can show.
 * @returns lines, each closed by a newline.
 */
export function trainedEvaluations(report: EvaluationReport, terminal: TerminalOptions): string {
  const { evaluations } = report;
  const columns = [...COLUMNS, ...floorColumns(evaluations)];
  const used = columns.filter(({ isUsed }) => evaluations.some(isUsed));
  const lines = [
    ...textTable(
      used.map(({ heading }) => heading),
      evaluations.map((evaluation) => used.map(({ write }) => write(evaluation))),
      terminal,
    ),
    '',
    ...wrapText(evaluatedNetwork(report), clampColumns(terminal.columns)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
