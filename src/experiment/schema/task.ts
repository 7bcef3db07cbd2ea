// Config of `task`: what the network is asked to learn. The generators themselves live in tasks.

import { z } from 'zod';
import { filePath, finite, flag, integer, typeName, word } from './fields.ts';

const SHORTEST_MARKED_LENGTH = 10;

/** Length of generated sequences: one number, or a range to draw from for every batch. */
export const sequenceLengthSchema = z
  .union(
    [
      integer(SHORTEST_MARKED_LENGTH),
      z.strictObject({
        min: integer(SHORTEST_MARKED_LENGTH).describe('Shortest length T, in steps.'),
        max: integer(SHORTEST_MARKED_LENGTH).describe('Longest length T, in steps.'),
      }),
    ],
    { error: `an integer of at least ${SHORTEST_MARKED_LENGTH}, or { min, max }` },
  )
  .default(100)
  .describe(
    'Sequence length T in steps: a number, or { min, max } to draw one length per batch. At least 10, since the marks lie in tenths of T.',
  );

const toy = z
  .strictObject({
    type: typeName('toy'),
    form: word(['lecture', 'paper'])
      .default('lecture')
      .describe(
        'lecture: y_t = sigmoid(wr*y_{t-1} + wi), y_0 = 0.5. paper: x_t = w*sigmoid(x_{t-1}) + b, x_0 = 0.5.',
      ),
    length: integer(1).default(50).describe('Steps T before the cost is taken.'),
    target: finite().default(0.7).describe('Output asked for at the last step.'),
  })
  .describe(
    'One sigmoid unit whose cost surface has a wall (lecture; Pascanu et al. 2013, Fig. 6).',
  );

const temporalOrder = z
  .strictObject({ type: typeName('temporalOrder'), length: sequenceLengthSchema })
  .describe('Name the order of two far-apart symbols among distractors; 4 classes.');

const addition = z
  .strictObject({
    type: typeName('addition'),
    length: sequenceLengthSchema,
    tolerance: finite({ above: 0 })
      .default(0.2)
      .describe(
        'Largest |output - target| that counts as right: 0.2 as in Pascanu et al. (2013), 0.04 in Hochreiter & Schmidhuber (1997).',
      ),
  })
  .describe('Mean of the two marked values in a sequence of noise.');

const text = z
  .strictObject({
    type: typeName('text'),
    file: filePath().describe('UTF-8 text file to learn.'),
    length: integer(1).default(100).describe('Characters T per back-propagated chunk.'),
    split: z
      .strictObject({
        validation: finite({ atLeast: 0, below: 1 })
          .default(0.05)
          .describe('Fraction of the text held out to decide stop, plateau and best.'),
        test: finite({ atLeast: 0, below: 1 })
          .default(0.05)
          .describe('Fraction at the end of the text looked at once, when training is over.'),
      })
      .prefault({})
      .describe('Held-out fractions of the text; the rest is trained on.'),
    carryState: flag()
      .default(true)
      .describe('Whether the state at the end of a chunk starts the next one.'),
  })
  .describe('Character-level language model of one UTF-8 file.');

/** What the network is asked to learn. */
export const taskSchema = z
  .discriminatedUnion('type', [toy, temporalOrder, addition, text])
  .describe('What the network is asked to learn.');

/** Name of a task. */
export type TaskType = z.output<typeof taskSchema>['type'];
