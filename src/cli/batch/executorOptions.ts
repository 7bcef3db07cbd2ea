// Options of `rnn batch` that only one executor has. With another they would do nothing: whoever gives them
// has forgotten --executor, and would wait for a cluster that never hears of the suite.
import { CliError, exitCodes } from '../exitCodes.ts';
import { redisOptions, slurmOptions } from '../options.ts';
import type { ExecutorName } from './executors.ts';

const flagOf = ({ flags }: { readonly flags: string }): string => flags.split(' ')[0] ?? flags;

const OWN_FLAGS: Readonly<Record<ExecutorName, readonly string[]>> = {
  local: ['--workers'],
  slurm: slurmOptions.map(flagOf),
  redis: redisOptions.map(flagOf),
};

/** Name of an option among those commander gives: `--runs-per-task` is `runsPerTask`. */
const keyOf = (flag: string): string =>
  flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Checks that no option of another executor is given.
 * @throws CliError with exit code 2
 */
export function checkExecutorOptions(
  options: Readonly<Record<string, unknown>>,
  chosen: ExecutorName,
): void {
  for (const [name, flags] of Object.entries(OWN_FLAGS)) {
    const given = flags.find((flag) => options[keyOf(flag)] !== undefined);
    if (name === chosen || given === undefined) continue;
    throw new CliError(
      exitCodes.usage,
      `${given} is an option of --executor ${name}: expected that executor, got ${chosen}`,
    );
  }
}
