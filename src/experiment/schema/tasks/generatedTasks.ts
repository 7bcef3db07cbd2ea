// Config of the tasks whose sequences are drawn. The generators themselves live in tasks.

import { z } from 'zod';
import { finite, integer, typeName, word } from '../fields.ts';

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

/** The lecture's and the paper's one-unit toy. */
export const toy = z
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

/** Temporal order. */
export const temporalOrder = z
  .strictObject({ type: typeName('temporalOrder'), length: sequenceLengthSchema })
  .describe('Name the order of two far-apart symbols among distractors; 4 classes.');

/** Addition. */
export const addition = z
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
