// Config of `model.layers`: the recurrent layers.

import { z } from 'zod';
import { finite, flag, integer, typeName, word } from './fields.ts';

function probability(what: string) {
  return finite({ atLeast: 0, below: 1 }).default(0).describe(what);
}

/** Largest number of units in a layer. */
export const LARGEST_HIDDEN_SIZE = 65_536;

const initialStateSchema = z
  .union([word(['zero', 'trainable']), finite()], { error: 'zero, trainable or a finite number' })
  .default('zero')
  .describe('State h_0: zero, trainable (learned, starts at zero), or one number for every unit.');

/** Keys that every layer has beside those of its cell. */
const common = {
  hiddenSize: integer(1, LARGEST_HIDDEN_SIZE).default(50).describe('Units H of each direction.'),
  initialState: initialStateSchema,
  bidirectional: flag()
    .default(false)
    .describe(
      'Whether a second cell reads the sequence backward; outputs are [forward, backward].',
    ),
  normalization: word(['none', 'layer'])
    .default('none')
    .describe(
      'layer: each output row is normalised by its own mean and variance, then gain and bias (Ba et al. 2016, outside the recurrence).',
    ),
  residual: flag()
    .default(false)
    .describe('Whether the input is added to the outputs; both must be equally wide.'),
  dropout: probability('Probability that an element of the outputs is left out in training.'),
  recurrentDropout: probability(
    'Probability that a unit of h_{t-1} is left out of the recurrent product in training, the same units at every step of a sequence (Gal & Ghahramani 2016).',
  ),
};

const bias = (what: string) => flag().default(true).describe(`Whether the layer has ${what}.`);

const elman = z
  .strictObject({
    type: typeName('elman'),
    ...common,
    activation: word(['tanh', 'sigmoid', 'relu', 'linear'])
      .default('tanh')
      .describe('Function f of h_t = f(x_t*Wxh + h_{t-1}*Whh + bh).'),
    bias: bias('a bias bh'),
  })
  .describe('Simple recurrent layer (Elman 1990): h_t = f(x_t*Wxh + h_{t-1}*Whh + bh).');

const lstm = z
  .strictObject({
    type: typeName('lstm'),
    ...common,
    bias: bias('a bias bh'),
    forgetBias: finite()
      .default(1)
      .describe('Where the bias of the forget gate starts, unless the initializer sets biases.'),
    peephole: flag()
      .default(false)
      .describe('Whether the gates see the cell state c (Gers & Schmidhuber 2000).'),
  })
  .describe('Long short-term memory with forget gate (Hochreiter & Schmidhuber 1997).');

const gru = z
  .strictObject({
    type: typeName('gru'),
    ...common,
    bias: bias('biases bh and, with reset after, bhn'),
    reset: word(['after', 'before'])
      .default('after')
      .describe(
        'Whether the reset gate acts after the recurrent product (PyTorch, cuDNN) or before it (Cho et al. 2014).',
      ),
  })
  .describe('Gated recurrent unit (Cho et al. 2014): h_t = (1-z)*n + z*h_{t-1}.');

/** One recurrent layer. */
export const layerSchema = z.discriminatedUnion('type', [elman, lstm, gru]);
