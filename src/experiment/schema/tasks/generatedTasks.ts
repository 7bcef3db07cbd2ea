// Config of the tasks whose sequences are drawn. The generators themselves live in tasks.

import { z } from 'zod';
import { finite, integer, typeName, word } from '../fields.ts';

const SHORTEST_MARKED_LENGTH = 10;

/** Length of generated sequences: one number, or a range to draw from for every batch. */
function lengthSchema(shortest: number, description: string) {
  return z
    .union(
      [
        integer(shortest),
        z.strictObject({
          min: integer(shortest).describe('Shortest length T, in steps.'),
          max: integer(shortest).describe('Longest length T, in steps.'),
        }),
      ],
      { error: `an integer of at least ${shortest}, or { min, max }` },
    )
    .default(100)
    .describe(`${description}: a number, or { min, max } to draw one length per batch.`);
}

const sequenceLengthSchema = lengthSchema(
  SHORTEST_MARKED_LENGTH,
  'Sequence length T in steps, at least 10, since the marks lie in tenths of it',
);
const anyLengthSchema = lengthSchema(1, 'Sequence length T in steps');

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

const ruleSchema = word(['largestOutput', 'withinThreeTenths'])
  .default('largestOutput')
  .describe(
    'largestOutput: wrong unless the largest output is the class (Pascanu et al. 2013). withinThreeTenths: wrong unless every probability is within 0.3 of its target (Hochreiter & Schmidhuber 1997).',
  );

const toleranceSchema = finite({ above: 0 })
  .default(0.2)
  .describe(
    'Largest |output - target| that counts as right: 0.2 as in Pascanu et al. (2013), 0.04 in Hochreiter & Schmidhuber (1997).',
  );

/** Temporal order. */
export const temporalOrder = z
  .strictObject({
    type: typeName('temporalOrder'),
    length: sequenceLengthSchema,
    rule: ruleSchema,
  })
  .describe('Name the order of two far-apart symbols among distractors; 4 classes.');

/** Addition. */
export const addition = z
  .strictObject({
    type: typeName('addition'),
    length: sequenceLengthSchema,
    tolerance: toleranceSchema,
  })
  .describe('Mean of the two marked values in a sequence of noise.');

/** 3-bit temporal order. */
export const temporalOrder3 = z
  .strictObject({
    type: typeName('temporalOrder3'),
    length: sequenceLengthSchema,
    rule: ruleSchema,
  })
  .describe('Name the order of three far-apart symbols among distractors; 8 classes.');

/** Multiplication. */
export const multiplication = z
  .strictObject({
    type: typeName('multiplication'),
    length: sequenceLengthSchema,
    tolerance: toleranceSchema,
  })
  .describe('Product of the two marked values in a sequence of noise.');

/** Random permutation. */
export const permutation = z
  .strictObject({
    type: typeName('permutation'),
    length: anyLengthSchema,
    symbols: integer(3, 100_000).default(100).describe('Different symbols; 0 and 1 begin and end.'),
    rule: ruleSchema,
  })
  .describe('Predict the last symbol of a sequence, which is its first.');

const MOST_POSITIONS = 1000;
const MOST_VALUES = 10_000;

const recallFields = (positions: number, values: number, targets: 'recall' | 'everyStep') => ({
  length: lengthSchema(1, 'Steps T between the pattern and its recall, the last of them the sign'),
  positions: integer(1, MOST_POSITIONS).default(positions).describe('Symbols of the pattern.'),
  values: integer(2, MOST_VALUES)
    .default(values)
    .describe('Different symbols a pattern is made of.'),
  targets: word(['recall', 'everyStep'])
    .default(targets)
    .describe('Whether only the recalled symbols count, or blanks before them too.'),
  rule: ruleSchema,
});

/** Memorization. */
export const memorization = z
  .strictObject({ type: typeName('memorization'), ...recallFields(5, 2, 'recall') })
  .describe(
    'Recall a pattern after a wait: 5 bits by default; 20 bits are 10 positions of 5 values.',
  );

/** Copy. */
export const copy = z
  .strictObject({ type: typeName('copy'), ...recallFields(10, 8, 'everyStep') })
  .describe('Copy ten symbols of eight after a wait (Arjovsky et al. 2016).');

/** Delayed echo. */
export const echo = z
  .strictObject({
    type: typeName('echo'),
    length: anyLengthSchema,
    delay: integer(1)
      .default(10)
      .describe('Steps from a symbol to its echo; less than the length.'),
    values: integer(2, MOST_VALUES).default(2).describe('Different symbols.'),
  })
  .describe('Repeat each symbol some steps later.');

/** Parity. */
export const parity = z
  .strictObject({
    type: typeName('parity'),
    length: anyLengthSchema,
    targets: word(['everyStep', 'lastStep'])
      .default('everyStep')
      .describe('After which steps the parity so far is asked for.'),
  })
  .describe('Say whether the ones so far are odd in number.');

const horizonSchema = integer(1, 10_000)
  .default(1)
  .describe('Steps from an input to the value asked for.');

const periodBound = () => finite({ atLeast: 2, atMost: 1_000_000 });

/** Sine waves. */
export const sine = z
  .strictObject({
    type: typeName('sine'),
    length: anyLengthSchema,
    period: z
      .strictObject({
        min: periodBound().default(10).describe('Shortest period, in steps.'),
        max: periodBound().default(50).describe('Longest period, in steps.'),
      })
      .prefault({})
      .describe('Steps of a period, drawn for each sequence.'),
    horizon: horizonSchema,
  })
  .describe('Predict sine waves of unknown period and phase.');

/** Mackey-Glass. */
export const mackeyGlass = z
  .strictObject({
    type: typeName('mackeyGlass'),
    length: anyLengthSchema,
    tau: integer(1, 1000).default(17).describe('Delay of the equation, in steps.'),
    horizon: horizonSchema,
  })
  .describe('Predict the chaotic Mackey-Glass series.');
