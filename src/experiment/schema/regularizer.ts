// Config of `training.regularizer`: terms beside the loss.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { typeName } from './fields.ts';

/** Term added to the gradient before the policies. */
export const regularizerSchema = z
  .discriminatedUnion('type', [z.strictObject({ type: typeName('none') }).describe('Off.')])
  .prefault(commonDefaults.training.regularizer)
  .describe('Term added to the gradient before the policies.');
