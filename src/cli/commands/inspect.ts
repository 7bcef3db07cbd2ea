// `rnn inspect`: what the weights of a run are like.

import { resolve } from 'node:path';
import { inspectNetwork } from '../../experiment/inspection.ts';
import { readStoredNetwork } from '../../experiment/storedNetwork.ts';
import { inspectionTable } from '../../report/inspectionTable.ts';
import { toJson } from '../../training/json.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn, readStep } from '../options.ts';
import { terminalOf } from '../terminal.ts';

/** Shows the tensors of a run's checkpoint: exit 0. */
export const run: RunCommand = async ({
  arguments: [directory = ''],
  options,
  io,
  stdout,
  stderr,
}) => {
  const network = await readStoredNetwork(
    resolve(io.cwd, directory),
    readStep(options),
    (message) => stderr.line(`rnn: warning: ${message}`),
  );
  const inspection = inspectNetwork(network);
  if (isOn(options, 'json')) stdout.line(toJson(inspection));
  else
    stdout.write(inspectionTable(inspection, terminalOf(io, io.stdout, options.color !== false)));
  return exitCodes.ok;
};
