// What is shown of each evaluation of a trained network but its floors.
import type { TrainedEvaluation } from '../experiment/inference/evaluateTrained.ts';
import { formatCount, formatNumber, formatPercent } from './format.ts';

/** What is shown of each evaluation. */
export interface EvaluationColumn {
  readonly heading: string;
  /** Whether an evaluation has something for it; a column that none has is left out. */
  readonly isUsed: (evaluation: TrainedEvaluation) => boolean;
  /** What stands in the cell of an evaluation. */
  readonly write: (evaluation: TrainedEvaluation) => string;
}

const orNothing = (value: number | null | undefined, write: (value: number) => string) =>
  value === null || value === undefined ? '' : write(value);

/** Says how long the sequences of an evaluation are; nothing where its data say it. */
export function lengthText({ length }: TrainedEvaluation): string {
  if (length === null) return '';
  if (typeof length === 'number') return formatCount(length);
  return `${formatCount(length.min)} to ${formatCount(length.max)}`;
}

/** What an evaluation found, the most important first. */
export const evaluationColumns: readonly EvaluationColumn[] = [
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
