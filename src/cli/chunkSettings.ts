// What the options of `rnn chunk` ask for, with types and checked. Reads no file.

import { KERNEL_NAMES } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { CommandContext } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import { isOn, readDuration, readWhole, readWish } from './options.ts';

/** What the command line asks for, read and checked. */
export interface ChunkSettings {
  /** The suite's directory as given. */
  readonly suite: string;
  /** Directory of run directories as given; undefined for the one the suite lies in. */
  readonly out: string | undefined;
  /** Which runs, by place in the manifest. */
  readonly range: { readonly from: number; readonly count: number };
  readonly attempts: number;
  readonly retryFailed: boolean;
  /** Time limit of a run, in ms. */
  readonly timeLimitMs: number | undefined;
  readonly kernels: KernelName | undefined;
  readonly isJson: boolean;
}

const MOST_RUNS = 1_000_000_000;
const MOST_ATTEMPTS = 1000;

/**
 * Reads the options of `rnn chunk`.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readChunkSettings({
  arguments: [suite = ''],
  options,
  io,
}: CommandContext): ChunkSettings {
  const count = readWhole('--count', options.count, 1, MOST_RUNS);
  return {
    suite,
    out: typeof options.out === 'string' ? options.out : undefined,
    range: { from: readFrom(options, count), count },
    attempts: readWhole('--attempts', options.attempts, 1, MOST_ATTEMPTS),
    retryFailed: isOn(options, 'retryFailed'),
    timeLimitMs: readDuration(options, 'timeLimit', '--time-limit'),
    kernels: readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES),
    isJson: isOn(options, 'json'),
  };
}

/** Finds the first run: said as such, or by the number of the chunk. */
function readFrom({ from, index }: CommandContext['options'], count: number): number {
  if ((from === undefined) === (index === undefined)) {
    throw new CliError(
      exitCodes.usage,
      `expected either --from or --index, got ${from === undefined ? 'neither' : 'both'}`,
    );
  }
  return from === undefined
    ? readWhole('--index', index, 0, MOST_RUNS) * count
    : readWhole('--from', from, 0, MOST_RUNS);
}
