// The parity task: has there been an odd number of ones so far?
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the parity task. */
export interface ParityOptions {
  readonly type: 'parity';
  readonly length: LengthOption;
  /** After which steps the parity of the bits so far is asked for. */
  readonly targets: 'everyStep' | 'lastStep';
}

const shapeOf = ({ targets }: ParityOptions): TaskShape => ({
  input: { kind: 'index', size: 2 },
  target: { kind: 'class', size: 2, steps: targets },
  isFromData: false,
});

/**
 * Bits, 0 and 1 equally likely; the class is the parity of all bits so far, after the last step or after every
 * step. Floor: constant, 50% wrong, cross-entropy ln 2.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5 (random weight guessing solves it);
 * Graves (2016), Adaptive computation time, section 3.1.
 */
export const parity: TaskDefinition<ParityOptions> = {
  type: 'parity',
  summary: 'say whether the ones so far are odd in number',
  source: 'Hochreiter & Schmidhuber 1997; Graves 2016, section 3.1',
  shape: shapeOf,
  create(options) {
    const isEveryStep = options.targets === 'everyStep';
    return drawnTask({
      ...shapeOf(options),
      length: options.length,
      floors: () => [{ name: 'constant', losses: { softmaxCrossEntropy: Math.LN2 }, error: 1 / 2 }],
      draw(stream, { sequenceLength: T, batchSize: B, symbols, classes }, b) {
        let odd = 0;
        for (let t = 0; t < T; t++) {
          const bit = stream.integer(2);
          odd ^= bit;
          symbols[t * B + b] = bit;
          if (isEveryStep) classes[t * B + b] = odd;
        }
        if (!isEveryStep) classes[b] = odd;
      },
    });
  },
};
