// The whole text at the end of a run: plots, tables and the closing lines, composed for one width.
import { evaluationTable } from './evaluationTable.ts';
import { gradientNormTrace, gradientSummaryLine } from './gradientNormTrace.ts';
import { lossCurve } from './lossCurve.ts';
import type { PlotThreshold } from './plot/linePlot.ts';
import type { RunRecord } from './runRecorder.ts';
import { stateGradientPlot } from './stateGradientPlot.ts';
import { type RunFacts, summaryLine } from './summaryLine.ts';
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { visibleWidth, wrapText } from './text.ts';
import { watchedPath } from './watchedPath.ts';

/** What the report says beside what was recorded of the run. */
export interface RunReportFacts extends Omit<RunFacts, 'evaluation'> {
  /** The loss's unit, for example `nats`, or null where it has none. */
  readonly lossUnit: string | null;
  /** The norm above which a policy clips, or null where none does. */
  readonly threshold: PlotThreshold | null;
}

/** From this width on, two plots stand side by side. */
const TWO_PLOTS_COLUMNS = 160;
const GAP = 4;

function sideBySide(left: readonly string[], right: readonly string[], leftColumns: number) {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const [start, end] = [left[row] ?? '', right[row] ?? ''];
    const padding = ' '.repeat(leftColumns + GAP - visibleWidth(start));
    return end === '' ? start : `${start}${padding}${end}`;
  });
}

/**
 * Composes the report of a run: loss curve, gradient norms, dL/dh_t over time, the path of watched
 * parameters, evaluations, the gradient in one line, and how the run ended.
 *
 * @param record - what was kept of the run.
 * @param facts - what the events do not say.
 * @param terminal - what the terminal can show.
 * @returns text closed by a newline; on a terminal no line is wider than it.
 */
export function runReport(
  record: RunRecord,
  facts: RunReportFacts,
  terminal: TerminalOptions,
): string {
  const columns = clampColumns(terminal.columns);
  const { end, firstStateGradient, lastStateGradient, watched } = record;
  const paired = columns >= TWO_PLOTS_COLUMNS;
  const plotColumns = paired ? Math.floor((columns - GAP) / 2) : columns;
  const plotTerminal = { ...terminal, columns: plotColumns };
  const gradient = end?.gradient ?? null;

  const trained = record.loss.length > 0;
  const loss = lossCurve(record.loss, facts.lossUnit, plotTerminal);
  const norms = gradientNormTrace(record.gradientNorm, facts.threshold, gradient, plotTerminal);
  const plots = paired ? [sideBySide(loss, norms, plotColumns)] : [loss, norms];

  const closing: string[] = [];
  if (gradient !== null && trained) {
    const line = gradientSummaryLine(gradient, record.skippedCount);
    closing.push(...wrapText(line, columns, '  '));
  }
  if (end !== null) {
    const { good, bad } = paletteFor(terminal);
    const paint = end.outcome === 'diverged' || end.outcome === 'interrupted' ? bad : good;
    const line = summaryLine(end, { ...facts, evaluation: record.evaluations.at(-1) ?? null });
    // In a file or a pipe it stays one line, for grep.
    const lines = terminal.interactive ? wrapText(line, columns, '  ') : [line];
    closing.push(...lines.map((part) => paint(part)));
  }

  const sections = [
    ...(trained ? plots : []),
    firstStateGradient !== null && lastStateGradient !== null
      ? stateGradientPlot(firstStateGradient, lastStateGradient, terminal)
      : [],
    watched === null ? [] : watchedPath(watched, terminal),
    evaluationTable(record.evaluations, record.evaluationCount, facts.floors, terminal),
    closing,
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n')}\n`;
}
