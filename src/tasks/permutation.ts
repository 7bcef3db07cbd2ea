// The random permutation task: the first symbol comes again at the end, after many that say nothing.
import { type ClassRule, classRule } from './classRule.ts';
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the random permutation task. */
export interface PermutationOptions {
  readonly type: 'permutation';
  /** T: the first symbol and T − 1 that distract. */
  readonly length: LengthOption;
  /** Different symbols, 100 when absent. */
  readonly symbols?: number;
  readonly rule?: ClassRule;
}

const USUAL_SYMBOLS = 100;
/** The first symbol is one of these, 0 or 1; the others only distract. */
const ENDS = 2;

const shapeOf = ({ symbols = USUAL_SYMBOLS }: PermutationOptions): TaskShape => ({
  input: { kind: 'index', size: symbols },
  target: { kind: 'class', size: symbols, steps: 'lastStep' },
  isFromData: false,
});

/**
 * The first symbol is 0 or 1, the following T − 1 are drawn from the others, each step anew; then the first
 * comes again, and only that prediction counts. Floor: who knows that it is 0 or 1 is wrong in 50%,
 * cross-entropy ln 2.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 2b.
 */
export const permutation: TaskDefinition<PermutationOptions> = {
  type: 'permutation',
  summary: 'predict the last symbol, which is the first, after many that only distract',
  source: 'Pascanu et al. 2013, section 4.1.2; Hochreiter & Schmidhuber 1997, task 2b',
  shape: shapeOf,
  create(options) {
    const { length, symbols: size = USUAL_SYMBOLS, rule } = options;
    return drawnTask({
      ...shapeOf(options),
      length,
      isWrong: classRule(size, rule),
      floors: () => [
        { name: 'constant', losses: { softmaxCrossEntropy: Math.LN2 }, error: 1 / ENDS },
      ],
      draw(stream, { sequenceLength: T, batchSize: B, symbols, classes }, b) {
        const first = stream.integer(ENDS);
        symbols[b] = first;
        for (let t = 1; t < T; t++) symbols[t * B + b] = ENDS + stream.integer(size - ENDS);
        classes[b] = first;
      },
    });
  },
};
