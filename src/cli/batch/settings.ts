// What the options of `rnn batch` ask for, with types and checked. Runs nothing.
import { resolve } from 'node:path';
import { KERNEL_NAMES } from '../../math/engine.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { ProgressMode } from '../../report/progress/display.ts';
import type { CommandContext } from '../command.ts';
import {
  type ConfigOptions,
  isOn,
  readChoice,
  readConfigOptions,
  readDuration,
  readText,
  readWhole,
  readWish,
} from '../options.ts';
import { PROGRESS_MODES } from '../trainSettings.ts';
import { checkExecutorOptions } from './executorOptions.ts';
import { EXECUTOR_NAMES, type ExecutorName } from './executors.ts';

/** Most runs at a time, and most attempts, that anybody may ask for. */
const MOST_WORKERS = 1024;
const MOST_ATTEMPTS = 100;

/** What the command line asks for. */
export interface BatchSettings {
  /** The suite, or configs, as typed. */
  readonly files: readonly string[];
  readonly config: ConfigOptions;
  /** Name of the suite, instead of the one it gives itself. */
  readonly name: string | undefined;
  /** Directory of run directories, absolute. */
  readonly out: string;
  readonly executor: ExecutorName;
  /** Runs at a time; null for as many as the executor finds right. */
  readonly workers: number | null;
  readonly attempts: number;
  readonly timeLimitMs: number | undefined;
  readonly isDryRun: boolean;
  /** Whether the manifest is all that is wanted. */
  readonly isPreparing: boolean;
  readonly failFast: boolean;
  readonly retryFailed: boolean;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly allowColor: boolean;
  readonly progress: ProgressMode;
  readonly kernels: KernelName | undefined;
}

/**
 * Reads the options of `rnn batch`.
 * @throws CliError with exit code 2 for a value that none of them takes, or an option of another executor
 */
export function readBatchSettings({
  arguments: files,
  options,
  io,
}: CommandContext): BatchSettings {
  const isQuiet = isOn(options, 'quiet');
  const progress = readChoice(options, 'progress', PROGRESS_MODES);
  const { name, workers } = options;
  const executor = readChoice(options, 'executor', EXECUTOR_NAMES);
  checkExecutorOptions(options, executor);
  return {
    files,
    config: readConfigOptions(options),
    name: name === undefined ? undefined : String(name),
    out: resolve(io.cwd, readText(options, 'out')),
    executor,
    workers: workers === undefined ? null : readWhole('--workers', workers, 1, MOST_WORKERS),
    attempts: readWhole('--attempts', options.attempts, 1, MOST_ATTEMPTS),
    timeLimitMs: readDuration(options, 'timeLimit', '--time-limit'),
    isDryRun: isOn(options, 'dryRun'),
    isPreparing: isOn(options, 'prepare'),
    failFast: isOn(options, 'failFast'),
    retryFailed: isOn(options, 'retryFailed'),
    isJson: isOn(options, 'json'),
    isQuiet,
    allowColor: options.color !== false,
    progress: isQuiet ? 'none' : progress,
    kernels: readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES),
  };
}
