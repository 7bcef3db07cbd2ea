// The whole report of a bifurcation diagram: title, plot or table, and sentences.
import { formatNumber } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { wrapText } from '../text.ts';
import { textTable } from '../textTable.ts';
import { bifurcationPlot } from './bifurcationPlot.ts';
import { diagramSentences, endSentence } from './sentences.ts';
import type { DiagramView } from './view.ts';
import { writeCoordinate, writeMap, writeParameter, writeStart } from './words.ts';

const MULTIPLIER_DIGITS = 6;
/** An equals sign between no-break spaces. */
const TIED_EQUALS = '\u00a0=\u00a0';

/** Wraps sentences without breaking `b = -2.5` apart. */
function wrapSentences(sentences: readonly string[], columns: number): string[] {
  return sentences
    .flatMap((sentence) => wrapText(sentence.replaceAll(' = ', TIED_EQUALS), columns, '  '))
    .map((line) => line.replaceAll(TIED_EQUALS, ' = '));
}

function pointTable({ point }: DiagramView, terminal: TerminalOptions): string[] {
  if (point.fixedPoints.length === 0) return ['no fixed point'];
  const rows = point.fixedPoints.map(({ x, multiplier, stable }) => [
    writeCoordinate(x),
    stable ? 'stable' : 'unstable',
    formatNumber(multiplier, { digits: MULTIPLIER_DIGITS }),
  ]);
  return textTable(['fixed point', 'stability', 'multiplier'], rows, terminal);
}

/**
 * Writes the report: a plot over an axis of several values, a table of fixed points for one value.
 *
 * @param view - the diagram and what is shown of it.
 * @param terminal - what the terminal can show.
 * @returns text that ends in a newline, its lines no wider than the terminal.
 */
export function bifurcationReport(view: DiagramView, terminal: TerminalOptions): string {
  const { diagram, point } = view;
  const columns = clampColumns(terminal.columns);
  const { heading } = paletteFor(terminal);
  const isPlot = diagram.axis.count > 1;
  const over = isPlot ? '' : ` at ${writeParameter(diagram, point.value)}`;
  const title = `Fixed points of ${writeMap(diagram)}${over}, and where ${writeStart(diagram)} ends`;
  const sentences = isPlot ? diagramSentences(view) : [endSentence(view)];
  return [
    ...wrapSentences([title], columns).map((line) => heading(line)),
    ...(isPlot ? bifurcationPlot(view, terminal) : pointTable(view, terminal)),
    '',
    ...wrapSentences(sentences, columns),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
