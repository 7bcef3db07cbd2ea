// Where an interrupted run goes on: its last checkpoint that is whole.
import type { StoredTraining } from './checkpoint.ts';
import { type Checkpoint, type OnWarning, readLastCheckpoint } from './readCheckpoints.ts';
import { listCheckpoints } from './runDirectory.ts';
import { REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** A checkpoint that training can go on from. */
export interface ResumePoint extends Checkpoint {
  readonly training: StoredTraining;
  /** Steps of the checkpoints up to this one, ascending. */
  readonly written: readonly number[];
}

/**
 * Finds where a run goes on.
 * @returns null where there is no checkpoint at all: the run then starts at the beginning
 * @throws StoredFileError if none of them is whole, or it is of a format that had parameters only:
 * a run never starts over by itself
 * @throws FileError if a file cannot be read
 */
export async function findResumePoint(
  directory: string,
  runId: string,
  onWarning: OnWarning,
): Promise<ResumePoint | null> {
  const steps = await listCheckpoints(directory);
  if (steps.length === 0) return null;
  const checkpoint = await readLastCheckpoint(directory, runId, onWarning);
  const { step, training } = checkpoint;
  if (!training) {
    throw new StoredFileError(
      `${directory} holds an interrupted run of an older version, which cannot go on; ${REMEDY}`,
    );
  }
  return { ...checkpoint, training, written: steps.filter((other) => other <= step) };
}
