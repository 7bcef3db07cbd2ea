// Config of `model.readout`: how outputs are read from the top layer.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { typeName } from './fields.ts';

/** How outputs are read from the top layer. */
export const readoutSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('linear') }).describe('Output y = h*Why + by.'),
    z.strictObject({ type: typeName('none') }).describe('The top layer is the output.'),
  ])
  .prefault(commonDefaults.model.readout)
  .describe('How outputs are read from the top layer; none for the toy.');
