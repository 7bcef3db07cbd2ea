// The evaluations of a run: as a table, and one evaluation in one line.
import type { Evaluation, EvaluationEvent, LengthEvaluation } from '../training/events.ts';
import {
  type FloorsOf,
  floorBits,
  floorSentence,
  lowestFloor,
  type ReportedFloor,
} from './floors.ts';
import { formatCount, formatNumber, formatPercent } from './format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from './terminal.ts';
import { wrapText } from './text.ts';
import { evenlySpread, textTable } from './textTable.ts';

const ROW_LIMIT = 10;

const SPLIT_NAMES = { validation: 'evaluation', test: 'test' } satisfies Record<
  Evaluation['split'],
  string
>;

/**
 * Says what an evaluation found: `evaluation loss 0.12, error 0.8% of 1,000 (floor 36%)`.
 *
 * @param evaluation - numbers of one pass.
 * @param floors - what can be reached without learning anything about order.
 */
export function evaluationSentence(evaluation: Evaluation, floors: FloorsOf): string {
  const { split, loss, error, bitsPerCharacter, count, lengths = [] } = evaluation;
  const bits =
    bitsPerCharacter === undefined ? '' : `, ${formatNumber(bitsPerCharacter)} bits per character`;
  const share =
    error === null
      ? ` over ${formatCount(count)}`
      : `, error ${formatPercent(error)} of ${formatCount(count)}`;
  const notes = [...worstNote(lengths), ...floorNote(evaluation, lowestFloor(floors(split)))];
  const inBrackets = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  return `${SPLIT_NAMES[split]} loss ${formatNumber(loss)}${bits}${share}${inBrackets}`;
}

function worstNote(lengths: readonly LengthEvaluation[]): string[] {
  const errors = lengths.flatMap(({ length, error }) =>
    error === null ? [] : [{ length, error }],
  );
  if (errors.length < 2) return [];
  const worst = errors.reduce((most, one) => (one.error > most.error ? one : most));
  return [`at worst ${formatPercent(worst.error)}, at length ${formatCount(worst.length)}`];
}

/** The floor of what the sentence is about: the error, or the loss where the task has no error, and bits. */
function floorNote(evaluation: Evaluation, floor: ReportedFloor | null): string[] {
  if (floor === null) return [];
  const bits = floorBits(evaluation, floor);
  const inBits = bits === null ? '' : `, ${formatNumber(bits)} bits per character`;
  if (evaluation.error !== null && floor.error !== null) {
    return [`floor ${formatPercent(floor.error)}${inBits}`];
  }
  return floor.loss === null ? [] : [`floor of the loss ${formatNumber(floor.loss)}${inBits}`];
}

interface Column {
  readonly heading: string;
  readonly isUsed: (evaluation: Evaluation) => boolean;
  readonly write: (event: EvaluationEvent) => string;
}

/** The most important first: the last are left out on a narrow terminal. */
const COLUMNS: readonly Column[] = [
  { heading: 'step', isUsed: () => true, write: ({ step }) => formatCount(step) },
  {
    heading: 'error',
    isUsed: ({ error }) => error !== null,
    write: ({ error }) => (error === null ? '' : formatPercent(error)),
  },
  { heading: 'loss', isUsed: () => true, write: ({ loss }) => formatNumber(loss) },
  {
    heading: 'bits/char',
    isUsed: ({ bitsPerCharacter }) => bitsPerCharacter !== undefined,
    write: ({ bitsPerCharacter }) =>
      bitsPerCharacter === undefined ? '' : formatNumber(bitsPerCharacter),
  },
  { heading: 'of', isUsed: () => true, write: ({ count }) => formatCount(count) },
  {
    heading: 'split',
    isUsed: ({ split }) => split === 'test',
    write: ({ split }) => split,
  },
];

/** Spread rows with the best among them: the lowest error, or the lowest loss where there is none. */
function rowsOf(evaluations: readonly EvaluationEvent[]): EvaluationEvent[] {
  const best = evaluations.reduce<EvaluationEvent | null>(
    (least, one) =>
      least === null || (one.error ?? one.loss) < (least.error ?? least.loss) ? one : least,
    null,
  );
  const spread = new Set(evenlySpread(evaluations.length, ROW_LIMIT).map((i) => evaluations[i]));
  return evaluations.filter((one) => spread.has(one) || one === best);
}

/**
 * Writes the evaluations as a table: all where they are few, evenly spread ones and the best where
 * they are many.
 *
 * @param evaluations - in the order of their steps.
 * @param evaluationCount - how many there were in the run.
 * @param floors - what can be reached without learning anything about order.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal; none where there is no evaluation.
 */
export function evaluationTable(
  evaluations: readonly EvaluationEvent[],
  evaluationCount: number,
  floors: FloorsOf,
  terminal: TerminalOptions,
): string[] {
  if (evaluations.length === 0) return [];
  const palette = paletteFor(terminal);
  const rows = rowsOf(evaluations);
  const used = COLUMNS.filter(({ isUsed }) => evaluations.some(isUsed));
  const left = evaluationCount - rows.length;
  const last = evaluations.at(-1);
  const notes = [
    ...(left > 0 ? [`${formatCount(left)} more not shown`] : []),
    ...(last ? floors(last.split).map((floor) => floorSentence(floor, last)) : []),
  ];
  return [
    palette.heading('Evaluation'),
    ...textTable(
      used.map(({ heading }) => heading),
      rows.map((row) => used.map(({ write }) => write(row))),
      terminal,
    ),
    ...notes.flatMap((note) =>
      wrapText(note, clampColumns(terminal.columns), '  ').map((line) => palette.faint(line)),
    ),
    ...(last?.lengths ? ['', ...lengthTable(last.split, last.lengths, floors, terminal)] : []),
  ];
}

/**
 * Writes what an evaluation found at each length, with the floor beside it.
 *
 * @param lengths - its parts, in the order they were looked at.
 */
function lengthTable(
  split: Evaluation['split'],
  lengths: readonly LengthEvaluation[],
  floors: FloorsOf,
  terminal: TerminalOptions,
): string[] {
  const rows = lengths.map(({ length, error, loss, count }) => {
    const floor = lowestFloor(floors(split, length));
    return {
      length: formatCount(length),
      error: error === null ? '' : formatPercent(error),
      loss: formatNumber(loss),
      of: formatCount(count),
      'floor error': floor?.error == null ? '' : formatPercent(floor.error),
      'floor loss': floor?.loss == null ? '' : formatNumber(floor.loss),
    };
  });
  const headings = ['length', 'error', 'loss', 'of', 'floor error', 'floor loss'] as const;
  const used = headings.filter((heading) => rows.some((row) => row[heading] !== ''));
  return [
    paletteFor(terminal).heading('Last evaluation by length'),
    ...textTable(
      used,
      rows.map((row) => used.map((heading) => row[heading])),
      terminal,
    ),
  ];
}
