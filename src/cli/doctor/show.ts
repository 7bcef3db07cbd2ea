// The findings of `rnn doctor` as text.

import { formatBytes, formatNumber } from '../../report/format.ts';
import type { TerminalOptions } from '../../report/terminal.ts';
import { stripControl } from '../../report/text.ts';
import { textTable } from '../../report/textTable.ts';
import type { Choice, Survey } from './findings.ts';
import type { KernelReport } from './measure.ts';

const perSecond = (rate: number) => formatNumber(rate / 1e9, { digits: 3 });

const COLUMNS: readonly (readonly [string, (report: KernelReport) => string])[] = [
  ['kernels', ({ name }) => name],
  ['numbers', ({ precision }) => precision],
  ['self-test', ({ passesSelfTest }) => (passesSelfTest ? 'passed' : 'FAILED')],
  ['64x64x64', ({ product64PerSecond }) => perSecond(product64PerSecond)],
  ['256x256x256', ({ product256PerSecond }) => perSecond(product256PerSecond)],
  ['tanh', ({ tanhPerSecond }) => perSecond(tanhPerSecond)],
  ['operand bits', ({ operandBits }) => String(operandBits)],
];

function choiceLine({ precision, kernels, reason }: Choice): string {
  return kernels === null
    ? `  ${precision}: no run would start: ${reason}`
    : `  ${precision}: the ${kernels} kernels; ${reason}`;
}

/** Writes the findings for a person. */
export function showSurvey(survey: Survey, terminal: TerminalOptions): string {
  const { machine, requested, choices, canBeWide, kernels, advice } = survey;
  const { version, node, v8, arch, processor, cores, memoryBytes } = machine;
  const rows = kernels.map((report) => COLUMNS.map(([, write]) => write(report)));
  return [
    `rnn ${version} on Node ${node} (V8 ${v8}), ${arch}`,
    `${stripControl(processor)}, ${cores} cores, ${formatBytes(memoryBytes)} of memory`,
    '',
    'What runs',
    ...choices.map(choiceLine),
    `  RNN_KERNELS: ${requested === null ? 'not set' : stripControl(requested)}`,
    `  merging to 256 bits: ${canBeWide ? 'possible' : 'not possible here, it takes Node 24 or newer on x64'}`,
    '',
    'Measured now (products and tanh: 1e9 operations per second)',
    ...textTable(
      COLUMNS.map(([heading]) => heading),
      rows,
      terminal,
    ),
    '',
    'What would help',
    ...(advice.length > 0 ? advice : ['nothing: the fastest kernels there are run']).map(
      (sentence) => `  ${sentence}`,
    ),
    '',
  ].join('\n');
}
