// Sequences of distractors with a few symbols that count, each A or B somewhere in a window of its own: what the
// temporal order tasks share.
import { elementary64 } from '../math/elementary/index.ts';
import { type ClassRule, classRule } from './classRule.ts';
import { drawnTask } from './drawn.ts';
import type { LengthOption, Task, TaskShape } from './task.ts';

/** Options of the temporal order tasks. */
export interface MarkedOrderOptions {
  readonly length: LengthOption;
  /** When an output counts as wrong; the largest one decides when absent. */
  readonly rule?: ClassRule;
}

const DISTRACTORS = 4;
const FIRST_MARKER = DISTRACTORS; // symbols 0 … 3 distract, 4 is A, 5 is B

/** Shape of a task with so many marked symbols. */
export function markedOrderShape(marks: number): TaskShape {
  return {
    input: { kind: 'index', size: DISTRACTORS + 2 },
    target: { kind: 'class', size: 1 << marks, steps: 'lastStep' },
    isFromData: false,
  };
}

/**
 * Makes a task that asks after the last step which symbols were A and which B, the first the highest bit of the
 * class. Mark i stands at ⌊starts[i]·T⌋ plus a uniform whole number below ⌊.1T⌋; elsewhere one of four
 * distractors. A predictor without memory has the probability 2^−marks for each class.
 * @param starts tenths of T at which the windows start
 */
export function markedOrderTask(
  { length, rule }: MarkedOrderOptions,
  starts: readonly number[],
): Task {
  const shape = markedOrderShape(starts.length);
  const classes = shape.target.size;
  const marks = new Uint8Array(starts.length); // of one sequence: drawing allocates nothing
  return drawnTask({
    ...shape,
    length,
    isWrong: classRule(classes, rule),
    floors: () => [
      {
        name: 'constant',
        losses: { softmaxCrossEntropy: elementary64.log(classes) },
        error: 1 - 1 / classes,
      },
    ],
    draw(stream, batch, b) {
      const { sequenceLength: T, batchSize: B, symbols } = batch;
      for (let t = 0; t < T; t++) symbols[t * B + b] = stream.integer(DISTRACTORS);
      const window = Math.floor(T / 10);
      let number = 0;
      for (let i = 0; i < marks.length; i++) {
        marks[i] = stream.integer(2);
        number = 2 * number + marks[i]!;
      }
      for (let i = 0; i < marks.length; i++) {
        const t = Math.floor((starts[i]! * T) / 10) + stream.integer(window);
        symbols[t * B + b] = FIRST_MARKER + marks[i]!;
      }
      batch.classes[b] = number;
    },
  });
}
