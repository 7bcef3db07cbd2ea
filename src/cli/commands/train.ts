// `rnn train`: trains a config, goes on with an interrupted run, extends a shorter one, or branches off
// another.

import { resolve } from 'node:path';
import { type BranchRequest, readBranch } from '../../experiment/branch.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import { baseDirectories } from '../baseDirectories.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { LARGEST_STEP, readWhole } from '../options.ts';
import { trainAndReport } from '../trainAndReport.ts';
import { readTrainSettings } from '../trainSettings.ts';

/** Reads the run that --from names, where it is given. */
async function branchOf({ options, io, stderr }: CommandContext): Promise<BranchRequest | null> {
  const { from, fromStep } = options;
  if (from === undefined) {
    if (fromStep === undefined) return null;
    throw new CliError(exitCodes.usage, '--from-step: expected --from RUN beside it');
  }
  const step = fromStep === undefined ? null : readWhole('--from-step', fromStep, 1, LARGEST_STEP);
  const branch = await readBranch(resolve(io.cwd, String(from)), step, (message) =>
    stderr.line(`rnn: warning: ${message}`),
  );
  return { point: branch.point, open: async () => branch };
}

/** Trains a config: exit 0 whatever the outcome, but for a signal or --fail-on-divergence. */
export const run: RunCommand = async (context) => {
  const {
    arguments: [file = ''],
    options,
    io,
    stderr,
  } = context;
  const settings = readTrainSettings(context);
  const { config } = settings;
  const loaded = await loadConfigFile(resolve(io.cwd, file), { file, ...config });
  if (!loaded.ok) {
    stderr.line(formatIssues(loaded.issues));
    return exitCodes.usage;
  }
  const request = {
    spec: loaded.spec,
    out: settings.out,
    inputs: baseDirectories(io.cwd, file, config.set),
    isFresh: options.fresh === true,
    branch: await branchOf(context),
  };
  return trainAndReport(request, settings, context);
};
