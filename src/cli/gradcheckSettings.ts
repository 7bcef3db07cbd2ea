// What the options of `rnn gradcheck` ask for, with types and checked. Runs nothing.

import type { GradientCheckOptions } from '../experiment/gradientCheck.ts';
import { KERNEL_NAMES } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { ProgressMode } from '../report/progress/display.ts';
import type { CommandContext } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import {
  type ConfigOptions,
  isOn,
  readChoice,
  readConfigOptions,
  readText,
  readWish,
} from './options.ts';
import { PROGRESS_MODES } from './trainSettings.ts';

/** What the command line asks for, read and checked. */
export interface GradcheckSettings {
  /** The config's path as given. */
  readonly file: string;
  readonly config: ConfigOptions;
  readonly check: GradientCheckOptions;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly allowColor: boolean;
  readonly progress: ProgressMode;
  readonly kernels: KernelName | undefined;
}

const LARGEST_COUNT = 1_000_000_000;

function readCount(flag: string, text: string, least: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= LARGEST_COUNT) return count;
  const expected = `a whole number from ${least} to ${LARGEST_COUNT}`;
  throw new CliError(exitCodes.usage, `${flag}: expected ${expected}, got ${JSON.stringify(text)}`);
}

/**
 * Reads the options of `rnn gradcheck`.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readGradcheckSettings({
  arguments: [file = ''],
  options,
  io,
}: CommandContext): GradcheckSettings {
  const entries = readText(options, 'entries');
  const progress = readChoice(options, 'progress', PROGRESS_MODES);
  const isQuiet = isOn(options, 'quiet');
  return {
    file,
    config: readConfigOptions(options),
    check: {
      entries: entries === 'all' ? Infinity : readCount('--entries', entries, 1),
      warmSteps: readCount('--warm', readText(options, 'warm'), 0),
    },
    isJson: isOn(options, 'json'),
    isQuiet,
    allowColor: options.color !== false,
    progress: isQuiet ? 'none' : progress,
    kernels: readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES),
  };
}
