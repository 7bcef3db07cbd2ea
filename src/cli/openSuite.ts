// Which suite is meant on the command line: by its file, by its directory, or by its name. What is read
// is the manifest of the suite as it was run; nothing is expanded again.

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Manifest } from '../experiment/batch/manifest.ts';
import { readManifest } from '../experiment/batch/manifestFile.ts';
import { SUITE_NAME } from '../experiment/batch/suite.ts';
import { suiteDirectory } from '../experiment/batch/suiteDirectory.ts';
import { suggest } from '../experiment/load/suggest.ts';
import { CliError, exitCodes } from './exitCodes.ts';

/** A suite that has been run. */
export interface OpenedSuite {
  /** Directory of run directories, absolute. */
  readonly out: string;
  readonly manifest: Manifest;
  /** Whether it was named by its file. */
  readonly isByFile: boolean;
}

const MOST_NAMED = 10;

interface SuitePlace {
  readonly out: string;
  /** Not checked. */
  readonly name: string;
  readonly isByFile: boolean;
}

/** Place of a suite by its directory, which may lie anywhere. */
function placeOfDirectory(path: string): SuitePlace | null {
  const name = basename(path);
  const out = dirname(dirname(path));
  return SUITE_NAME.test(name) && suiteDirectory(out, name) === path
    ? { out, name, isByFile: false }
    : null;
}

async function nameInFile(path: string, suite: string): Promise<string> {
  const { readSuiteName } = await import('../experiment/batch/suiteName.ts');
  const read = await readSuiteName(path);
  if ('name' in read) return read.name;
  throw new CliError(exitCodes.usage, `${suite}: ${read.message}`);
}

async function findPlace(cwd: string, suite: string, out: string): Promise<SuitePlace> {
  const named = { out, name: suite, isByFile: false };
  if (suite === '') return named;
  const path = resolve(cwd, suite);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return placeOfDirectory(path) ?? named;
  return found ? { out, name: await nameInFile(path, suite), isByFile: true } : named;
}

/** Explains that there is no such suite, and which one may be meant. */
async function noSuite(suite: string, { out, name }: SuitePlace): Promise<CliError> {
  const all = await readdir(join(out, 'suites')).catch(() => []);
  const names = all.filter((one) => SUITE_NAME.test(one)).sort();
  const meant = suggest(name, names);
  const few = names.slice(0, MOST_NAMED).join(', ');
  const others = names.length === 0 ? 'rnn batch makes one' : `there are: ${few}`;
  const more = names.length > MOST_NAMED ? ', ...' : '';
  return new CliError(
    exitCodes.usage,
    `expected a suite that was run into ${out}, its file, directory or name, ` +
      `got ${JSON.stringify(suite)}; ` +
      (meant === null ? `${others}${more}` : `did you mean ${meant}?`),
  );
}

/**
 * Finds a suite and reads its manifest.
 * @param cwd directory that relative paths start from
 * @param suite as the user typed it
 * @param out directory of run directories, absolute; that of a suite's directory is known without
 * @throws CliError with exit code 2 where there is no such suite
 * @throws StoredFileError if its manifest is damaged, of a newer format or of another suite
 * @throws RunDirectoryError if something else than a file stands in the manifest's place
 * @throws FileError if the manifest cannot be read
 */
export async function openSuite(cwd: string, suite: string, out: string): Promise<OpenedSuite> {
  const place = await findPlace(cwd, suite, out);
  const { isByFile } = place;
  const manifest = SUITE_NAME.test(place.name) ? await readManifest(place.out, place.name) : null;
  if (manifest === null) throw await noSuite(suite, place);
  return { out: place.out, manifest, isByFile };
}
