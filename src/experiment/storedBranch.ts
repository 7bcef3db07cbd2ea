// The branching of a stored run, whose directory names the run it comes from but not its place.
import { dirname } from 'node:path';
import { type BranchRequest, readBranch } from './branch.ts';
import { findRunDirectory } from './runDirectory.ts';
import { NoRunError, type StoredRun } from './storedRun.ts';

/**
 * Tells how a stored run branches off another, which is looked for beside it.
 * @param directory the run's
 * @returns null for a run that started by itself
 */
export function storedBranch({ branch }: StoredRun, directory: string): BranchRequest | null {
  if (!branch) return null;
  const { runId, step } = branch;
  return {
    point: branch,
    async open() {
      const parent = await findRunDirectory(dirname(directory), runId);
      if (parent !== null) return readBranch(parent, step);
      throw new NoRunError(
        `${directory} branches off run ${runId}, which is not beside it; ` +
          'rnn train CONFIG --from RUN names its place',
      );
    },
  };
}
