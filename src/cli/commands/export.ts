// `rnn export`: the weights of a run as files that other programs read.

import { relative, resolve } from 'node:path';
import {
  EXPORT_FORMATS,
  type ExportFormatName,
  exportFormats,
  WEIGHT_NAMES,
  type WeightNames,
} from '../../experiment/exportNetwork.ts';
import { readStoredNetwork } from '../../experiment/storedNetwork.ts';
import { writeExport } from '../../experiment/writeExport.ts';
import type { RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { isOn, readChoice, readStep } from '../options.ts';

type Options = Readonly<Record<string, unknown>>;

/** Stands for standard output. */
const STDOUT = '-';

function readNames(options: Options, name: ExportFormatName): WeightNames {
  const { usualNames } = exportFormats[name];
  if (options.names === undefined) return usualNames ?? 'own';
  if (usualNames !== null) return readChoice(options, 'names', WEIGHT_NAMES);
  throw new CliError(exitCodes.usage, `--names: ${name} has no choice of names; leave it out`);
}

function readOut({ out }: Options, name: ExportFormatName, isTTY: boolean): string | null {
  if (out === undefined) return null;
  const refused = (reason: string) => new CliError(exitCodes.usage, `--out: ${reason}`);
  if (out === '') throw refused('expected the name of a file, got ""');
  if (out !== STDOUT) return String(out);
  if (exportFormats[name].isDirectory) throw refused(`${name} is several files; name a directory`);
  if (isTTY) throw refused('the bytes would go to a terminal; name a file');
  return STDOUT;
}

/** Exports the network of a run: exit 0, or 73 where something stands in the way. */
export const run: RunCommand = async ({
  arguments: [directory = ''],
  options,
  io,
  stdout,
  stderr,
}) => {
  const name = readChoice(options, 'format', EXPORT_FORMATS);
  const format = exportFormats[name];
  const names = readNames(options, name);
  const out = readOut(options, name, io.isTTY);
  const source = resolve(io.cwd, directory);
  const network = await readStoredNetwork(source, readStep(options), (message) =>
    stderr.line(`rnn: warning: ${message}`),
  );
  const { files, notes } = format.encode(network, names);
  for (const note of notes) stderr.line(`rnn: note: ${note}`);
  if (out === STDOUT) {
    for (const { bytes } of files) stdout.write(bytes);
    return exitCodes.ok;
  }
  const path = out === null ? `${source}${format.ending}` : resolve(io.cwd, out);
  await writeExport(path, files, isOn(options, 'force'));
  stdout.line(`wrote ${relative(io.cwd, path) || path}`);
  return exitCodes.ok;
};
