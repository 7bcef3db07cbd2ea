// Config of `model.layers`: the recurrent layers.

import { z } from 'zod';
import { finite, flag, integer, typeName, word } from './fields.ts';

/** Largest number of units in a layer. */
export const LARGEST_HIDDEN_SIZE = 65_536;

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
