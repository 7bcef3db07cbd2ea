// `rnn init`: a commented starter config and, beside it, the schema that editors complete it from.

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suggest } from '../../experiment/load/suggest.ts';
import { specJsonSchema } from '../../experiment/schema/jsonSchema.ts';
import type { RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { isOn } from '../options.ts';
import { SCHEMA_FILE, starterConfig, starterTasks } from '../starters.ts';

const DEFAULT_TASK = 'temporalOrder';

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

/** Writes `<task>.yaml` and the schema into the working directory. */
export const run: RunCommand = async ({
  arguments: [task = DEFAULT_TASK],
  options,
  io,
  stdout,
}) => {
  if (!starterTasks.includes(task)) {
    const meant = suggest(task, starterTasks);
    const hint = meant === null ? '' : `; did you mean ${meant}?`;
    throw new CliError(
      exitCodes.usage,
      `expected one of ${starterTasks.join(', ')}, got ${JSON.stringify(task)}${hint}`,
    );
  }
  const name = `${task}.yaml`;
  const path = join(io.cwd, name);
  const text = starterConfig(task);
  if (isOn(options, 'force')) await replaceFile(path, text);
  else if (!(await createFile(path, text)))
    throw new CliError(exitCodes.cannotCreate, `${name} exists; --force replaces it`);
  await replaceFile(join(io.cwd, SCHEMA_FILE), `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
  stdout.line(`wrote ${name} and ${SCHEMA_FILE} (for editors)\nnext: rnn train ${name}`);
  return exitCodes.ok;
};
