// The parameters of the best validation of a run, kept apart from its checkpoints: copied when they are
// found, written with the next checkpoint, so that a run that still improves does not wait for the disk.

import type { WeightTensor } from '../model/weights/safetensors.ts';
import type { TrainEvent } from '../training/events.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import { checkpointParts, encodeCheckpoint } from './checkpoint.ts';
import { copyTensors } from './checkpointVectors.ts';
import { linkFile, removeFile, writeAtomically } from './files.ts';
import { readBestParameters } from './readCheckpoints.ts';
import { bestFile, checkpointFile, listBest } from './runDirectory.ts';
import type { BestValidation } from './storedState.ts';

/**
 * Takes over the best parameters of a shorter run, where it still has those of a validation.
 * @throws FileError where they cannot be written
 */
export async function adoptBest(
  { step }: BestValidation,
  shorter: { readonly directory: string; readonly runId: string },
  { directory, runId }: { readonly directory: string; readonly runId: string },
): Promise<void> {
  const best = await readBestParameters(shorter.directory, shorter.runId).catch(() => null);
  // Later ones are found again on the way.
  if (best?.step !== step) return;
  const content = { runId, step, tensors: best.tensors, training: null };
  await writeAtomically(bestFile(directory, step), encodeCheckpoint(content));
}

/** Keeps the best parameters of one run. */
export interface BestKeeper {
  /** The best validation so far; null before the first with a finite loss. */
  readonly validation: BestValidation | null;
  /** Takes the next event and copies the parameters that were evaluated where they are the best. */
  handle(event: TrainEvent): void;
  /**
   * Puts the best parameters on the disk where they are not there yet, and removes those before them.
   * @param upcomingStep of a checkpoint about to be written: if it will hold the same parameters, they
   * wait for it
   * @throws FileError
   */
  write(upcomingStep?: number): Promise<void>;
}

/**
 * Starts to keep the best parameters: those of least validation loss, the first of equals. With an average
 * of the parameters it is the average, as that is what is evaluated.
 *
 * Parameters that a checkpoint holds already are linked to it: a short run is not to wait for the disk twice.
 * @param earlier the best validation before the run goes on
 * @param startStep updates done before
 */
export function createBestKeeper(
  directory: string,
  runId: string,
  { arena, network, averagedParameters }: TrainSetup,
  earlier: BestValidation | null,
  startStep: number,
): BestKeeper {
  const vectors = [{ prefix: '', vector: averagedParameters ?? network.parameters }];
  let validation = earlier;
  let pending: { readonly step: number; readonly tensors: WeightTensor[] } | null = null;
  // A process may have been killed between the checkpoint and the link to it.
  if (earlier && earlier.step === startStep) {
    pending = { step: startStep, tensors: copyTensors(arena, vectors) };
  }
  const isInCheckpoint = averagedParameters === null;
  return {
    get validation() {
      return validation;
    },
    handle(event) {
      if (event.type !== 'evaluation' || event.split !== 'validation') return;
      const { step, loss } = event;
      if (!Number.isFinite(loss) || (validation && loss >= validation.loss)) return;
      validation = { step, loss };
      pending = { step, tensors: copyTensors(arena, vectors) };
    },
    async write(upcomingStep) {
      if (!pending || (isInCheckpoint && pending.step === upcomingStep)) return;
      const { step, tensors } = pending;
      pending = null;
      const path = bestFile(directory, step);
      if (!(isInCheckpoint && (await linkFile(checkpointFile(directory, step), path)))) {
        const content = { runId, step, tensors, training: null };
        await writeAtomically(path, await checkpointParts(content));
      }
      for (const other of await listBest(directory)) {
        if (other !== step) await removeFile(bestFile(directory, other));
      }
    },
  };
}
