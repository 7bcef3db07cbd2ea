// `rnn schema`: the JSON Schema of configs, for editors and other programs.

import { specJsonSchema } from '../../experiment/schema/jsonSchema.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';

/** Prints the JSON Schema. */
export const run: RunCommand = async ({ stdout }) => {
  stdout.line(JSON.stringify(specJsonSchema(), null, 2));
  return exitCodes.ok;
};
