// The floors of evaluations of a trained network: as columns beside them, or as sentences below.
import type { TrainedEvaluation } from '../experiment/inference/evaluateTrained.ts';
import { floorBits, floorSentence, type ReportedFloor } from './floors.ts';
import { formatNumber, formatPercent } from './format.ts';
import type { EvaluationColumn } from './trainedColumns.ts';

/** Columns for each floor that any evaluation has: error, loss and bits, where they are known. */
export function floorColumns(evaluations: readonly TrainedEvaluation[]): EvaluationColumn[] {
  const names = new Set(evaluations.flatMap(({ floors }) => floors.map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const column = (
      what: string,
      read: (floor: ReportedFloor, evaluation: TrainedEvaluation) => number | null,
      write: (value: number) => string,
    ): EvaluationColumn => {
      const knownOf = (evaluation: TrainedEvaluation) => {
        const floor = evaluation.floors.find((one) => one.name === name);
        return floor ? read(floor, evaluation) : null;
      };
      return {
        heading: `${name}: ${what}`,
        isUsed: (evaluation) => knownOf(evaluation) !== null,
        write(evaluation) {
          const value = knownOf(evaluation);
          return value === null ? '' : write(value);
        },
      };
    };
    const plain = (value: number) => formatNumber(value);
    return [
      column('error', ({ error }) => error, formatPercent),
      column('loss', ({ loss }) => loss, plain),
      column('bits/char', (floor, evaluation) => floorBits(evaluation, floor), plain),
    ];
  });
}

/**
 * Says every floor once, and which evaluations it is of unless it is of all.
 *
 * @param evaluations - what was found.
 * @param whereOf - tells an evaluation from the others, such as `at length 50`.
 * @returns one sentence per floor, in the order of the evaluations.
 */
export function floorSentences(
  evaluations: readonly TrainedEvaluation[],
  whereOf: (evaluation: TrainedEvaluation) => string,
): string[] {
  const said = new Map<string, { floor: ReportedFloor; of: TrainedEvaluation[] }>();
  for (const evaluation of evaluations) {
    for (const floor of evaluation.floors) {
      if (floor.loss === null && floor.error === null) continue;
      const sentence = floorSentence(floor, evaluation);
      const same = said.get(sentence);
      if (same) same.of.push(evaluation);
      else said.set(sentence, { floor, of: [evaluation] });
    }
  }
  return [...said].map(([sentence, { floor, of }]) => {
    const [first] = of;
    if (of.length === evaluations.length || !first) return sentence;
    return floorSentence(floor, first, of.map(whereOf).join(', '));
  });
}
