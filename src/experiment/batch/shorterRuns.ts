// The runs that longer ones of a suite may go on from, found in one look into the output directory: a
// suite whose training.steps were raised would otherwise be searched through again for each of its runs.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunIds } from '../canonical.ts';
import { RUN_DIRECTORY_NAME, runDirectoryOf, runFile } from '../runDirectory.ts';

/** Finds directories of runs that may be shorter ones of a run; what they hold is checked afterwards. */
export type FindShorterRuns = (name: string, ids: RunIds) => Promise<readonly string[]>;

const TRAJECTORY = /"trajectoryId":\s*"([0-9a-f]{64})"/;

/** Runs of a name start with it; their directories end with 16 digits of the run id. */
const keyOf = (name: string, trajectoryId: string) => `${name} ${trajectoryId}`;

async function look(out: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const names = await readdir(out).catch(() => []);
  for (const candidate of names.filter((name) => RUN_DIRECTORY_NAME.test(name)).sort()) {
    const directory = join(out, candidate);
    const text = await readFile(runFile(directory, 'spec'), 'utf8').catch(() => '');
    const trajectoryId = TRAJECTORY.exec(text)?.[1];
    if (trajectoryId === undefined) continue;
    const key = keyOf(candidate.slice(0, candidate.lastIndexOf('-')), trajectoryId);
    found.set(key, [...(found.get(key) ?? []), directory]);
  }
  return found;
}

/**
 * Opens a search that looks into the output directory once, when it is first asked.
 * @param out directory that holds run directories
 */
export function openShorterRuns(out: string): FindShorterRuns {
  let looked: ReturnType<typeof look> | null = null;
  return async (name, ids) => {
    looked ??= look(out);
    const directories = (await looked).get(keyOf(name, ids.trajectoryId)) ?? [];
    const own = runDirectoryOf(out, name, ids.runId);
    return directories.filter((directory) => directory !== own);
  };
}
