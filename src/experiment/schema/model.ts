// Config of `model`: layers, readout and the first values of the parameters.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, flag, integer, typeName, word } from './fields.ts';

/** Largest number of units in a layer. */
export const LARGEST_HIDDEN_SIZE = 65_536;
const MOST_LAYERS = 16;

const initialStateSchema = z
  .union([word(['zero', 'trainable']), finite()], { error: 'zero, trainable or a finite number' })
  .default('zero')
  .describe('State h_0: zero, trainable (learned, starts at zero), or one number for every unit.');

const elman = z
  .strictObject({
    type: typeName('elman'),
    hiddenSize: integer(1, LARGEST_HIDDEN_SIZE).default(50).describe('Units H in the layer.'),
    activation: word(['tanh', 'sigmoid', 'relu', 'linear'])
      .default('tanh')
      .describe('Function f of h_t = f(x_t*Wxh + h_{t-1}*Whh + bh).'),
    bias: flag().default(true).describe('Whether the layer has a bias bh.'),
    initialState: initialStateSchema,
  })
  .describe('Simple recurrent layer (Elman 1990): h_t = f(x_t*Wxh + h_{t-1}*Whh + bh).');

/** One recurrent layer. */
export const layerSchema = z.discriminatedUnion('type', [elman]);

const LAYERS_EXPECTED = `a list of 1 to ${MOST_LAYERS} layers`;

const readoutSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('linear') }).describe('Output y = h*Why + by.'),
    z.strictObject({ type: typeName('none') }).describe('The top layer is the output.'),
  ])
  .prefault(commonDefaults.model.readout)
  .describe('How outputs are read from the top layer; none for the toy.');

const tensorValuesSchema = z.union([z.array(z.array(finite())), z.array(finite()), finite()], {
  error: 'a finite number, a list of them, or a list of rows',
});

const initializerSchema = z
  .discriminatedUnion('type', [
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
      .strictObject({
        type: typeName('xavier'),
        gain: finite({ above: 0 }).default(1).describe('Factor on the range.'),
      })
      .describe('Uniform with variance 2/(fan in + fan out) (Glorot & Bengio 2010).'),
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
      .describe('Identity recurrent matrix (Le, Jaitly, Hinton 2015).'),
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
    z
      .strictObject({
        type: typeName('values'),
        values: z
          .record(z.string(), tensorValuesSchema)
          .describe('Tensor or parameter name to its value: a number, a list or rows.'),
      })
      .describe('Values written out in the config.'),
  ])
  .prefault(commonDefaults.model.initializer)
  .describe('First values of the parameters; basicTanh, and written-out values for the toy.');

/** The network: recurrent layers, readout and initializer. */
export const modelSchema = z
  .strictObject({
    layers: z
      .array(layerSchema)
      .min(1, { error: LAYERS_EXPECTED })
      .max(MOST_LAYERS, { error: LAYERS_EXPECTED })
      .prefault([...commonDefaults.model.layers])
      .describe('Recurrent layers, bottom first.'),
    readout: readoutSchema,
    initializer: initializerSchema,
  })
  .prefault({})
  .describe('The network.');
