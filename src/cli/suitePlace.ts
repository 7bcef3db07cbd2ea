// Which suite is meant on the command line: by its file, by its directory, or by its name.

import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { suggest } from '../experiment/load/suggest.ts';
import { CliError, exitCodes } from './exitCodes.ts';

/** Where a suite keeps its files. */
export interface SuitePlace {
  /** Directory of run directories, absolute. */
  readonly out: string;
  /** The suite's own directory, absolute. */
  readonly directory: string;
}

const SUITES = 'suites';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const kindOf = async (path: string): Promise<'file' | 'directory' | 'nothing'> => {
  const found = await stat(path).catch(() => null);
  if (found === null) return 'nothing';
  return found.isDirectory() ? 'directory' : 'file';
};

async function namesOfSuites(out: string): Promise<string[]> {
  const names = await readdir(join(out, SUITES)).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}

/** Explains that there is no such suite, and which one may be meant. */
async function noSuite(suite: string, name: string, out: string): Promise<CliError> {
  const names = await namesOfSuites(out);
  const meant = suggest(name, names);
  const few = names.slice(0, 10).join(', ');
  const hint =
    meant === null
      ? names.length === 0
        ? '; rnn batch makes one'
        : `; there are: ${few}${names.length > 10 ? ', ...' : ''}`
      : `; did you mean ${meant}?`;
  return new CliError(
    exitCodes.usage,
    `expected a suite, its directory or its name in ${join(out, SUITES)}, ` +
      `got ${JSON.stringify(suite)}${hint}`,
  );
}

async function nameInFile(path: string, suite: string): Promise<string> {
  const { readSuiteName } = await import('../experiment/batch/suiteName.ts');
  const read = await readSuiteName(path);
  if ('name' in read) return read.name;
  throw new CliError(exitCodes.usage, `${suite}: ${read.message}`);
}

/**
 * Finds a suite that has been run.
 * @param cwd directory that relative paths start from
 * @param suite as the user typed it
 * @param out directory of run directories, absolute; that of a suite's directory is known without
 * @throws CliError with exit code 2 where there is none
 */
export async function findSuite(cwd: string, suite: string, out: string): Promise<SuitePlace> {
  const path = resolve(cwd, suite);
  const isHere = async (directory: string) =>
    (await kindOf(join(directory, 'manifest.json'))) !== 'nothing';
  const kind = suite === '' ? 'nothing' : await kindOf(path);
  if (kind === 'directory' && (await isHere(path))) {
    return { out: dirname(dirname(path)), directory: path };
  }
  const name = kind === 'file' ? await nameInFile(path, suite) : suite;
  const directory = join(out, SUITES, name);
  if (NAME.test(name) && (await isHere(directory))) return { out, directory };
  throw await noSuite(suite, name, out);
}
