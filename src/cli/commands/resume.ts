// `rnn resume`: goes on with the run in a directory, wherever that directory is now.

import { dirname, resolve } from 'node:path';
import { storedBranch } from '../../experiment/storedBranch.ts';
import { readStoredSpec } from '../../experiment/storedRun.ts';
import type { RunCommand } from '../command.ts';
import { inputDirectories } from '../inputDirectories.ts';
import { trainAndReport } from '../trainAndReport.ts';
import { readTrainSettings } from '../trainSettings.ts';

/** Goes on with an interrupted run; a finished one is shown again. */
export const run: RunCommand = async (context) => {
  const {
    arguments: [given = ''],
    options,
    io,
  } = context;
  const directory = resolve(io.cwd, given);
  const stored = await readStoredSpec(directory);
  const out = dirname(directory);
  const request = {
    spec: stored.spec,
    out,
    directory,
    inputs: await inputDirectories(directory, options, io.cwd),
    isFresh: false,
    branch: storedBranch(stored, directory),
  };
  return trainAndReport(request, { ...readTrainSettings(context), out }, context);
};
