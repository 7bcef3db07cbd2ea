// Config of `model`: layers, readout and the first values of the parameters.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { initializerSchema } from './initializer.ts';
import { layerSchema } from './layer.ts';
import { readoutSchema } from './readout.ts';

const MOST_LAYERS = 16;
const LAYERS_EXPECTED = `a list of 1 to ${MOST_LAYERS} layers`;

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
