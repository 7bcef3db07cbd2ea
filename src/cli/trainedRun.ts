// The run whose network a verb uses, as its arguments name it.

import { resolve } from 'node:path';
import { openTrained, type Trained } from '../experiment/inference/openTrained.ts';
import { chooseKernels, KERNEL_NAMES } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { CommandContext } from './command.ts';
import { inputDirectories } from './inputDirectories.ts';
import { readStep, readWish } from './options.ts';

/** A trained network and the kernels it is to run with. */
export interface TrainedRun extends Trained {
  readonly kernels: KernelName;
}

/**
 * Opens the run that the first argument names, with --step and --files.
 * @throws what `openTrained` throws, and CliError for an option
 */
export async function openTrainedRun({
  arguments: [given = ''],
  options,
  io,
  stderr,
}: CommandContext): Promise<TrainedRun> {
  const step = readStep(options);
  const wish = readWish('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES);
  const directory = resolve(io.cwd, given);
  const inputs = await inputDirectories(directory, options, io.cwd);
  const trained = await openTrained(directory, step, {
    inputs,
    onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
  });
  return { ...trained, kernels: chooseKernels(trained.network.spec.precision, wish).name };
}
