// The weights of a network as a table: one row a tensor, one more for each gate in a recurrent one.
import type { Inspection, WeightMeasures } from '../experiment/inspection.ts';
import { formatCount, formatCounted, formatNumber } from './format.ts';
import type { TerminalOptions } from './terminal.ts';
import { stripControl } from './text.ts';
import { textTable } from './textTable.ts';

const HEADINGS = ['tensor', 'shape', 'spectral radius', 'largest singular', 'norm', 'largest |w|'];

/**
 * Draws the table, with totals below.
 *
 * @param inspection - what was measured.
 * @param terminal - what the terminal can show; narrow ones lose the last columns.
 * @returns lines, each closed by a newline.
 */
export function inspectionTable(inspection: Inspection, terminal: TerminalOptions): string {
  const rows = inspection.tensors.flatMap(({ name, gates, ...measures }) => [
    rowOf(name, measures),
    ...gates.map(({ gate, ...ofGate }) => rowOf(`  gate ${gate}`, ofGate)),
  ]);
  // Names read from the left, numbers from the right.
  const width = Math.max(...[HEADINGS, ...rows].map(([name = '']) => name.length));
  const aligned = [HEADINGS, ...rows].map(([name = '', ...rest]) => [name.padEnd(width), ...rest]);
  const [headings = [], ...body] = aligned;
  const { parameterCount, norm, precision, name, step } = inspection;
  const lines = [
    ...textTable(headings, body, terminal),
    '',
    `${formatCounted(parameterCount, 'parameter', 'parameters')} (${precision}), norm ` +
      `${formatNumber(norm)}: ${stripControl(name)} after ` +
      formatCounted(step, 'step', 'steps'),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function rowOf(name: string, measures: WeightMeasures): string[] {
  const number = (value: number | null) =>
    value === null ? '' : formatNumber(value, { keepZeros: true });
  return [
    name,
    measures.shape.map(formatCount).join(' x '),
    number(measures.spectralRadius),
    number(measures.largestSingularValue),
    number(measures.norm),
    number(measures.largestAbsolute),
  ];
}
