// The temporal order task: which of two symbols came first, far apart among distractors.
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the temporal order task. */
export interface TemporalOrderOptions {
  readonly type: 'temporalOrder';
  readonly length: LengthOption;
}

const DISTRACTORS = 4;
const FIRST_MARKER = DISTRACTORS; // symbols 0 … 3 distract, 4 is A, 5 is B

const SHAPE: TaskShape = {
  input: { kind: 'index', size: DISTRACTORS + 2 },
  target: { kind: 'class', size: 4, steps: 'lastStep' },
  isFromData: false,
};

/**
 * Six one-hot symbols; A or B at a position in [.1T, .2T) and in [.5T, .6T), one of four
 * distractors elsewhere; after the last step the class is AA, AB, BA or BB. Chance is 75% wrong,
 * cross-entropy ln 4.
 *
 * Positions are ⌊.1T⌋ and ⌊.5T⌋, each plus a uniform whole number below ⌊.1T⌋, as in the public
 * code of the paper.
 *
 * @see Pascanu et al. (2013), section 4.1.1; Hochreiter & Schmidhuber (1997), task 6a.
 */
export const temporalOrder: TaskDefinition<TemporalOrderOptions> = {
  type: 'temporalOrder',
  summary: 'classify AA, AB, BA, BB by two marked symbols far apart among distractors',
  source: 'Pascanu et al. 2013, section 4.1.1; Hochreiter & Schmidhuber 1997, task 6a',
  shape: () => SHAPE,
  create: ({ length }) =>
    drawnTask({
      ...SHAPE,
      length,
      draw(stream, batch, b) {
        const { sequenceLength: T, batchSize: B, symbols } = batch;
        for (let t = 0; t < T; t++) symbols[t * B + b] = stream.integer(DISTRACTORS);
        const window = Math.floor(T / 10);
        const first = stream.integer(2);
        const second = stream.integer(2);
        symbols[(window + stream.integer(window)) * B + b] = FIRST_MARKER + first;
        symbols[(Math.floor(T / 2) + stream.integer(window)) * B + b] = FIRST_MARKER + second;
        batch.classes[b] = 2 * first + second;
      },
    }),
};
