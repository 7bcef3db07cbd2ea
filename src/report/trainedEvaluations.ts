// Evaluations of a trained network as a table, one row each, with what is easily reached beside them; where the
// terminal is too narrow that stands below, and without room for the rest each evaluation is a list.
import type { TrainedEvaluation } from '../experiment/inference/evaluateTrained.ts';
import type { EvaluationReport } from '../experiment/inference/evaluationReport.ts';
import { evaluationSentence } from './evaluationTable.ts';
import { formatCounted } from './format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { stripControl, wrapText } from './text.ts';
import { fittingColumns, textTable } from './textTable.ts';
import { type EvaluationColumn, evaluationColumns, lengthText } from './trainedColumns.ts';
import { floorColumns, floorSentences } from './trainedFloors.ts';

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

/** What tells an evaluation from others of the same report. */
function placeOf(evaluation: TrainedEvaluation): string {
  const length = lengthText(evaluation);
  return length === '' ? `on ${evaluation.split}` : `on ${evaluation.split} at length ${length}`;
}

/** One line for each thing known of an evaluation, with an empty line between evaluations. */
function lists(
  evaluations: readonly TrainedEvaluation[],
  columns: readonly EvaluationColumn[],
  width: number,
): string[] {
  return evaluations.flatMap((evaluation, index) => [
    ...(index > 0 ? [''] : []),
    ...columns
      .filter(({ isUsed }) => isUsed(evaluation))
      .flatMap(({ heading, write }) => wrapText(`${heading}: ${write(evaluation)}`, width, '  ')),
  ]);
}

/** The table with its floors beside it or below: none is left out, however narrow the terminal. */
function tableWithFloors(
  evaluations: readonly TrainedEvaluation[],
  terminal: TerminalOptions,
): string[] {
  const width = clampColumns(terminal.columns);
  const used = (columns: readonly EvaluationColumn[]) =>
    columns.filter(({ isUsed }) => evaluations.some(isUsed));
  const tableOf = (columns: readonly EvaluationColumn[]): string[] | null => {
    const headings = columns.map(({ heading }) => heading);
    const rows = evaluations.map((evaluation) => columns.map(({ write }) => write(evaluation)));
    const fits = fittingColumns(headings, rows, terminal) === columns.length;
    return fits ? textTable(headings, rows, terminal) : null;
  };
  const found = used(evaluationColumns);
  const beside = tableOf([...found, ...used(floorColumns(evaluations))]);
  if (beside) return beside;
  const { faint } = paletteFor(terminal);
  const below = floorSentences(evaluations, placeOf).flatMap((sentence) =>
    wrapText(stripControl(sentence), width, '  '),
  );
  return [
    ...(tableOf(found) ?? lists(evaluations, found, width)),
    ...below.map((line) => faint(line)),
  ];
}

/**
 * Draws the table, and below it whose network it is about.
 *
 * @param report - what was found; at least one evaluation.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal, each closed by a newline.
 */
export function trainedEvaluations(report: EvaluationReport, terminal: TerminalOptions): string {
  const lines = [
    ...tableWithFloors(report.evaluations, terminal),
    '',
    ...wrapText(evaluatedNetwork(report), clampColumns(terminal.columns)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
