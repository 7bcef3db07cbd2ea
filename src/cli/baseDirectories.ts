// Where relative paths of a config start: a path typed on the command line is meant from there.

import { dirname, resolve } from 'node:path';

/** Where the paths of a config start. */
export interface BaseDirectories {
  /** For task.file. */
  readonly data: string;
  /** For model.initializer.path. */
  readonly weights: string;
}

const SETS_DATA = /^task(\.file(\.(training|validation|test)(\.\d+)?)?)?=/;
const SETS_WEIGHTS = /^model(\.initializer(\.path)?)?=/;

/**
 * Finds where relative paths start: at the working directory for one from --set, at the config for
 * one in the config.
 * @param file the config as the user typed it
 * @param set values of --set
 */
export function baseDirectories(
  cwd: string,
  file: string,
  set: readonly string[],
): BaseDirectories {
  const baseOf = (pattern: RegExp) =>
    set.some((override) => pattern.test(override)) ? cwd : dirname(resolve(cwd, file));
  return { data: baseOf(SETS_DATA), weights: baseOf(SETS_WEIGHTS) };
}
