// `rnn init`: a commented starter config and, beside it, the schema that editors complete it from.

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suggest } from '../../experiment/load/suggest.ts';
import { specJsonSchema } from '../../experiment/schema/jsonSchema.ts';
import type { RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { isOn } from '../options.ts';
import { SCHEMA_FILE, starterConfig, starterNames } from '../starters.ts';

const DEFAULT_STARTER = 'temporalOrder';

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isExisting(error)) return false;
    throw error;
  }
}

/** Writes `<starter>.yaml` and the schema into the working directory. */
export const run: RunCommand = async ({
  arguments: [starter = DEFAULT_STARTER],
  options,
  io,
  stdout,
}) => {
  if (!starterNames.includes(starter)) {
    const meant = suggest(starter, starterNames);
    const hint = meant === null ? '' : `; did you mean ${meant}?`;
    throw new CliError(
      exitCodes.usage,
      `expected one of ${starterNames.join(', ')}, got ${JSON.stringify(starter)}${hint}`,
    );
  }
  const name = `${starter}.yaml`;
  const path = join(io.cwd, name);
  const text = starterConfig(starter);
  if (isOn(options, 'force')) await replaceFile(path, text);
  else if (!(await createFile(path, text)))
    throw new CliError(exitCodes.cannotCreate, `${name} exists; --force replaces it`);
  await replaceFile(join(io.cwd, SCHEMA_FILE), `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
  stdout.line(`wrote ${name} and ${SCHEMA_FILE} (for editors)\nnext: rnn train ${name}`);
  return exitCodes.ok;
};
