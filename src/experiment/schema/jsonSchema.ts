// The config schema as published: JSON Schema of what a user may write.

import { z } from 'zod';
import { specSchema } from './spec.ts';

/**
 * Derives the JSON Schema (draft 2020-12) of experiment configs, for editors.
 * @returns a plain object, ready for `JSON.stringify`
 */
export function specJsonSchema(): object {
  return z.toJSONSchema(specSchema, { io: 'input' });
}
