// Where an interrupted run goes on: its last checkpoint that is whole.

import type { StoredTraining } from './checkpoint.ts';
import { checkpointVectors, writeVectors } from './checkpointVectors.ts';
import { checkRunState } from './checkRunState.ts';
import { type Checkpoint, type OnWarning, readLastCheckpoint } from './readCheckpoints.ts';
import { listCheckpoints, runFile } from './runDirectory.ts';
import type { StartPoint } from './startPoint.ts';
import { REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** A checkpoint that training can go on from. */
export interface TrainableCheckpoint extends Checkpoint {
  readonly training: StoredTraining;
}

/**
 * Finds where a run goes on.
 * @returns null where there is no checkpoint at all
 * @throws StoredFileError if none of them is whole, or it is of a format that had parameters only:
 * a run never starts over by itself
 * @throws FileError if a file cannot be read
 */
export async function findResumePoint(
  directory: string,
  runId: string,
  onWarning: OnWarning,
): Promise<StartPoint | null> {
  const steps = await listCheckpoints(directory);
  if (steps.length === 0) return null;
  const checkpoint = await readLastCheckpoint(directory, runId, onWarning);
  const written = steps.filter((other) => other <= checkpoint.step);
  return { ...pointOfCheckpoint(directory, runId, checkpoint), written };
}

/**
 * Makes the point where a run goes on from a checkpoint of its own.
 * @throws StoredFileError if it is of a format that had parameters only
 */
export function pointOfCheckpoint(directory: string, runId: string, read: Checkpoint): StartPoint {
  const checkpoint = checkTrainable(directory, read);
  const { step, training } = checkpoint;
  return {
    origin: { type: 'resumed' },
    step,
    policyStates: training.state.train.policies,
    written: [],
    metrics: { path: runFile(directory, 'metrics'), runId },
    enter(setup) {
      checkRunState(training.state, setup);
      writeVectors(setup.arena, checkpointVectors(setup), allTensors(checkpoint));
      return training.state;
    },
  };
}

/** Parameters and whatever training keeps beside them. */
export function allTensors({ tensors, training }: TrainableCheckpoint) {
  return [...tensors, ...training.tensors];
}

/**
 * Checks that training can go on from a checkpoint.
 * @throws StoredFileError if it is of a format that had parameters only
 */
export function checkTrainable(directory: string, checkpoint: Checkpoint): TrainableCheckpoint {
  const { training } = checkpoint;
  if (training) return { ...checkpoint, training };
  throw new StoredFileError(
    `${directory} holds a run of an older version, which cannot go on; ${REMEDY}`,
  );
}
