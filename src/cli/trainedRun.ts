// The run whose network a verb uses, as its arguments name it.

import { resolve } from 'node:path';
import {
  type OpenTrainedOptions,
  openTrained,
  readTrained,
  type StoredTrained,
  type Trained,
} from '../experiment/inference/openTrained.ts';
import type { CheckpointChoice } from '../experiment/storedNetwork.ts';
import { chooseKernels, KERNEL_NAMES } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { CommandContext } from './command.ts';
import { inputDirectories } from './inputDirectories.ts';
import { readStep, readWish } from './options.ts';

/** A trained network and the kernels it is to run with. */
export interface TrainedRun extends Trained {
  readonly kernels: KernelName;
}

/** A trained network whose task is not made yet, and the kernels it is to run with. */
export interface StoredTrainedRun extends StoredTrained {
  readonly kernels: KernelName;
}

/**
 * Opens the run that the first argument names, with --step and --files.
 * @throws what `openTrained` throws, and CliError for an option
 */
export function openTrainedRun(context: CommandContext): Promise<TrainedRun> {
  return withKernels(context, openTrained);
}

/**
 * Reads the run that the first argument names, with --step and --files, to make its task later.
 * @throws what `readTrained` throws, and CliError for an option
 */
export function readTrainedRun(context: CommandContext): Promise<StoredTrainedRun> {
  return withKernels(context, readTrained);
}

async function withKernels<Opened extends Pick<Trained, 'network'>>(
  { arguments: [given = ''], options, io, stderr }: CommandContext,
  open: (directory: string, step: CheckpointChoice, options: OpenTrainedOptions) => Promise<Opened>,
): Promise<Opened & { readonly kernels: KernelName }> {
  const step = readStep(options);
  const wish = readWish('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES);
  const directory = resolve(io.cwd, given);
  const inputs = await inputDirectories(directory, options, io.cwd);
  const opened = await open(directory, step, {
    inputs,
    onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
  });
  return { ...opened, kernels: chooseKernels(opened.network.spec.precision, wish).name };
}
