// What the options of `rnn train` ask for, with types and checked. Runs nothing.

import { resolve } from 'node:path';
import { KERNEL_NAMES } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { ProgressMode } from '../report/progress/display.ts';
import type { CommandContext } from './command.ts';
import {
  type ConfigOptions,
  isOn,
  readChoice,
  readConfigOptions,
  readDuration,
  readText,
  readWish,
} from './options.ts';

/** Ways to show progress, in the order errors name them. */
export const PROGRESS_MODES = ['auto', 'bar', 'plain', 'none'] as const satisfies ProgressMode[];

/** What the command line asks for, read and checked. */
export interface TrainSettings {
  readonly config: ConfigOptions;
  readonly out: string;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly failOnDivergence: boolean;
  readonly allowColor: boolean;
  readonly progress: ProgressMode;
  readonly maxTimeMs: number | undefined;
  readonly kernels: KernelName | undefined;
}

/**
 * Reads the options of `rnn train`.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readTrainSettings({ options, io }: CommandContext): TrainSettings {
  const progress = readChoice(options, 'progress', PROGRESS_MODES);
  const isQuiet = isOn(options, 'quiet');
  return {
    config: readConfigOptions(options),
    out: resolve(io.cwd, readText(options, 'out')),
    isJson: isOn(options, 'json'),
    isQuiet,
    failOnDivergence: isOn(options, 'failOnDivergence'),
    allowColor: options.color !== false,
    progress: isQuiet ? 'none' : progress,
    maxTimeMs: readDuration(options, 'maxTime', '--max-time'),
    kernels: readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES),
  };
}
