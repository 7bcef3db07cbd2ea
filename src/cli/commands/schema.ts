// `rnn schema`: the schema of configs, as JSON Schema for editors and other programs or as a
// reference in Markdown for people.

import { specJsonSchema } from '../../experiment/schema/jsonSchema.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn } from '../options.ts';

/** The reference; the tables are loaded only for it. */
async function reference(): Promise<string> {
  const [{ referenceMarkdown }, { families }] = await Promise.all([
    import('../../experiment/schema/reference.ts'),
    import('../families.ts'),
  ]);
  return referenceMarkdown(specJsonSchema(), families);
}

/** Prints the JSON Schema, or the reference. */
export const run: RunCommand = async ({ options, stdout }) => {
  if (isOn(options, 'markdown')) stdout.write(await reference());
  else stdout.line(JSON.stringify(specJsonSchema(), null, 2));
  return exitCodes.ok;
};
