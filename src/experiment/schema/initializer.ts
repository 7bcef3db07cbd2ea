// Config of `model.initializer`: the first values of the parameters.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { filePath, finite, integer, typeName } from './fields.ts';
import { LARGEST_HIDDEN_SIZE } from './layer.ts';

const tensorValuesSchema = z.union([z.array(z.array(finite())), z.array(finite()), finite()], {
  error: 'a finite number, a list of them, or a list of rows',
});

/** Initializers that stand by themselves. */
const baseMembers = [
  z
    .strictObject({
      type: typeName('normal'),
      standardDeviation: finite({ atLeast: 0 }).default(0.1).describe('Standard deviation.'),
    })
    .describe('Every weight from N(0, standardDeviation^2); biases zero.'),
  z
    .strictObject({
      type: typeName('uniform'),
      minimum: finite().default(-0.1).describe('Smallest value; at most maximum.'),
      maximum: finite().default(0.1).describe('Largest value.'),
    })
    .describe('Every weight uniform in [minimum, maximum); biases zero.'),
  z
    .strictObject({ type: typeName('uniformByHiddenSize') })
    .describe('Weights and biases uniform in [-1/sqrt(H), 1/sqrt(H)), the default of PyTorch.'),
  z
    .strictObject({
      type: typeName('xavier'),
      gain: finite({ above: 0 }).default(1).describe('Factor on the range.'),
    })
    .describe('Uniform with variance 2/(fan in + fan out) (Glorot & Bengio 2010).'),
  z
    .strictObject({
      type: typeName('kaiming'),
      gain: finite({ above: 0 }).default(1).describe('Factor on the standard deviation.'),
    })
    .describe('Normal with variance 2/fan in, not truncated, for relu units (He et al. 2015).'),
  z
    .strictObject({
      type: typeName('lecun'),
      gain: finite({ above: 0 }).default(1).describe('Factor on the standard deviation.'),
    })
    .describe('Normal with variance 1/fan in, not truncated (LeCun et al. 1998).'),
  z
    .strictObject({
      type: typeName('orthogonal'),
      gain: finite({ above: 0 }).default(1).describe('Factor on the matrix.'),
    })
    .describe('Weight matrices with orthonormal rows or columns (Saxe et al. 2014).'),
  z
    .strictObject({
      type: typeName('identity'),
      scale: finite().default(1).describe('Factor on the identity.'),
    })
    .describe(
      'Identity recurrent matrix, other weights N(0, 0.001^2): with relu an IRNN (Le et al. 2015).',
    ),
  z
    .strictObject({
      type: typeName('sparse'),
      nonZeroCount: integer(1, LARGEST_HIDDEN_SIZE)
        .default(15)
        .describe('Non-zero incoming weights per unit and matrix.'),
      standardDeviation: finite({ above: 0 }).default(1).describe('Standard deviation of those.'),
    })
    .describe(
      'Sparse weight matrices, input and output ones too (Martens 2010; Sutskever et al. 2013).',
    ),
  z.strictObject({ type: typeName('zeros') }).describe('Every parameter zero.'),
  z
    .strictObject({ type: typeName('sigmoid') })
    .describe('Every weight from N(0, 0.01^2), for sigmoid units (Pascanu et al. 2013).'),
  z
    .strictObject({ type: typeName('basicTanh') })
    .describe('Every weight from N(0, 0.1^2), for tanh units (Pascanu et al. 2013).'),
  z
    .strictObject({
      type: typeName('smartTanh'),
      spectralRadius: finite({ above: 0 })
        .default(0.95)
        .describe('Largest eigenvalue modulus of the recurrent matrix.'),
      nonZeroCount: integer(1, LARGEST_HIDDEN_SIZE)
        .default(15)
        .describe('Non-zero recurrent weights per unit.'),
    })
    .describe('Sparse recurrent matrix scaled to a spectral radius (Pascanu et al. 2013).'),
] as const;

type BaseInput = z.input<(typeof baseMembers)[number]>;

function baseSchema(standard: BaseInput) {
  return z
    .discriminatedUnion('type', baseMembers)
    .prefault(standard)
    .describe('What draws the parameters first, and what is not changed.');
}

/** Initializers that need no file. */
const drawnSchema = z.discriminatedUnion('type', [
  ...baseMembers,
  z
    .strictObject({
      type: typeName('spectralRadius'),
      radius: finite({ above: 0 })
        .default(0.95)
        .describe('Largest eigenvalue modulus of each recurrent matrix.'),
      base: baseSchema({ type: 'normal' }),
    })
    .describe('Recurrent matrices of another initializer, scaled (Jaeger 2001).'),
  z
    .strictObject({
      type: typeName('chrono'),
      longest: integer(3).describe('Longest dependency T in steps; the sequence length, say.'),
      base: baseSchema({ type: 'xavier' }),
    })
    .describe(
      'Gate biases for memories of 1 to T - 1 steps, lstm and gru only (Tallec & Ollivier 2018).',
    ),
  z
    .strictObject({
      type: typeName('values'),
      values: z
        .record(z.string(), tensorValuesSchema)
        .describe('Tensor or parameter name to its value: a number, a list or rows.'),
    })
    .describe('Values written out in the config.'),
]);

const PREFIX_EXPECTED = 'a text of at most 256 characters without control characters';

const prefixSchema = () =>
  z
    .string({ error: PREFIX_EXPECTED })
    .max(256, { error: PREFIX_EXPECTED })
    .regex(/^\P{Cc}*$/u, { error: PREFIX_EXPECTED });

const fileSchema = z
  .strictObject({
    type: typeName('file'),
    path: filePath().describe(
      "Safetensors file of 32 or 64 bits with PyTorch's names (weight_ih_l0) or those of rnn (layers.0.Wxh); relative to the config.",
    ),
    prefix: prefixSchema()
      .default('')
      .describe('What the names begin with in the file, such as "rnn."; others are passed over.'),
    readout: prefixSchema()
      .exactOptional()
      .describe('What the names of the readout begin with, such as "fc."; prefix and "readout."'),
    others: drawnSchema
      .exactOptional()
      .describe('Draws the parameters that the file lacks; without it they are an error.'),
  })
  .describe('Weights of a file; the two biases of PyTorch are added.');

/** First values of the parameters. */
export const initializerSchema = z
  .discriminatedUnion('type', [...drawnSchema.options, fileSchema])
  .prefault(commonDefaults.model.initializer)
  .describe('First values of the parameters; basicTanh, and written-out values for the toy.');
