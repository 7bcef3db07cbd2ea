// The delayed echo task: say what came some steps ago.
import { elementary64 } from '../math/elementary/index.ts';
import { drawnTask } from './drawn.ts';
import type { LengthOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the echo task. */
export interface EchoOptions {
  readonly type: 'echo';
  readonly length: LengthOption;
  /** Steps from an input to its echo, less than the shortest length. */
  readonly delay: number;
  /** Different symbols. */
  readonly values: number;
}

const shapeOf = ({ values }: EchoOptions): TaskShape => ({
  input: { kind: 'index', size: values },
  target: { kind: 'class', size: values, steps: 'markedSteps' },
  isFromData: false,
});

/**
 * Symbols uniform and independent; the class at step t is the symbol of step t − delay; the first `delay` steps have
 * no target. Floor: constant, 1 − 1/values wrong, cross-entropy ln values.
 *
 * @see Jaeger (2001), Short term memory in echo state networks, section 2: the delay line.
 */
export const echo: TaskDefinition<EchoOptions> = {
  type: 'echo',
  summary: 'repeat each symbol some steps later',
  source: 'Jaeger 2001, Short term memory in echo state networks',
  shape: shapeOf,
  create(options) {
    const { length, delay, values } = options;
    return drawnTask({
      ...shapeOf(options),
      length,
      floors: () => [
        {
          name: 'constant',
          losses: { softmaxCrossEntropy: elementary64.log(values) },
          error: 1 - 1 / values,
        },
      ],
      draw(stream, { sequenceLength: T, batchSize: B, symbols, classes, marks }, b) {
        for (let t = 0; t < T; t++) {
          const row = t * B + b;
          symbols[row] = stream.integer(values);
          marks[row] = t < delay ? 0 : 1;
          classes[row] = t < delay ? 0 : symbols[row - delay * B]!;
        }
      },
    });
  },
};
