// A pattern, a long wait, a sign, and the pattern again: what memorization and copy share.
import { elementary64 } from '../math/elementary/index.ts';
import { type ClassRule, classRule } from './classRule.ts';
import { drawnTask } from './drawn.ts';
import { type LengthOption, meanOverLengths, type Task, type TaskShape } from './task.ts';

/** Which steps have a target. */
export type RecallTargets = 'everyStep' | 'recall';

/** Options of the tasks of recall. */
export interface RecallOptions {
  /** T: blanks between the pattern and its recall, the last of which is the sign to begin. */
  readonly length: LengthOption;
  /** Symbols of the pattern. */
  readonly positions: number;
  /** Different symbols a pattern is made of. */
  readonly values: number;
  readonly targets: RecallTargets;
  readonly rule?: ClassRule;
}

/** Shape of a task of recall: symbols, a blank and a sign in; symbols and a blank out. */
export function recallShape({ positions, values, targets }: RecallOptions): TaskShape {
  const steps = targets === 'everyStep' ? 'everyStep' : 'markedSteps';
  return {
    input: { kind: 'index', size: values + 2 },
    target: { kind: 'class', size: values + 1, steps },
    isFromData: false,
    stepsBeside: 2 * positions,
  };
}

/**
 * Makes a task: P symbols of V, uniform and independent; T − 1 blanks; a sign; P blanks during which the pattern
 * is asked for. T + 2P steps in all. Symbol V is the blank, V + 1 the sign; before the recall the class is V, the
 * blank, where every step has a target.
 *
 * A predictor without memory knows when to recall but not what: cross-entropy P·ln V and P·(1 − 1/V) wrong,
 * spread over all T + 2P steps or over the P of the recall.
 */
export function recallTask(options: RecallOptions): Task {
  const { length, positions, values, targets, rule } = options;
  const shape = recallShape(options);
  const [blank, sign] = [values, values + 1];
  const shareOfRecall = (asked: LengthOption) =>
    targets === 'recall' ? 1 : meanOverLengths(asked, (T) => positions / (T + 2 * positions));
  return drawnTask({
    ...shape,
    stepsBeside: 2 * positions,
    length,
    isWrong: classRule(shape.target.size, rule),
    floors(asked) {
      const share = shareOfRecall(asked);
      return [
        {
          name: 'memoryless',
          losses: { softmaxCrossEntropy: share * elementary64.log(values) },
          error: share * (1 - 1 / values),
        },
      ];
    },
    draw(stream, batch, b) {
      const { sequenceLength, batchSize: B, symbols, classes, marks } = batch;
      const recall = sequenceLength - positions;
      for (let t = 0; t < sequenceLength; t++) {
        symbols[t * B + b] = blank;
        classes[t * B + b] = blank;
        if (marks.length > 0) marks[t * B + b] = t < recall ? 0 : 1;
      }
      symbols[(recall - 1) * B + b] = sign;
      for (let i = 0; i < positions; i++) {
        const symbol = stream.integer(values);
        symbols[i * B + b] = symbol;
        classes[(recall + i) * B + b] = symbol;
      }
    },
  });
}
