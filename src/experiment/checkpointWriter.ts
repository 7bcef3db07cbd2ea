// Checkpoints as a run goes on: the run is copied at its step and written behind the training's back, one file at a time. What a file holds is said in checkpoint.ts.

import { setTimeout as sleep } from 'node:timers/promises';
import type { WeightTensor } from '../model/weights/safetensors.ts';
import { isWeight } from '../model/weights/trainingTensors.ts';
import type { TrainEvent } from '../training/events.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import { checkpointParts } from './checkpoint.ts';
import { checkpointVectors, copyAgain, copyTensors } from './checkpointVectors.ts';
import { removeFile, writeAtomically } from './files.ts';
import { checkpointFile } from './runDirectory.ts';
import type { RunState } from './storedState.ts';

/** Copies that wait for the disk take no more memory than this, but for one: 64 MiB. */
const WAITING_BYTES = 2 ** 26;

/**
 * How long a file under way is waited for at each turn, in ms. A file takes some twenty operations of the system:
 * were each to wait for a turn of its own, it would be on the disk only after twenty steps, however slow.
 */
const WRITING_MS = 5;

/** Which checkpoints there are. */
export interface CheckpointOptions {
  /** Steps between two; without it steps make none. The end of the run makes one too. */
  readonly every?: number;
  /** Time after one until the next, in seconds; without it time makes none. */
  readonly seconds?: number;
  /** How many of the latest stay. */
  readonly keep: number;
}

/** Writes the checkpoints of one run. */
export interface CheckpointWriter {
  /** Takes the next event and copies the parameters where a checkpoint is due. */
  handle(event: TrainEvent): void;
  /** Whether so much waits for the disk that training has to wait too. */
  readonly isFull: boolean;
  /**
   * Waits until it is not full, and a little for a file under way; to be called at every turn of the event
   * loop.
   * @throws FileError where a file could not be written or removed
   */
  makeRoom(): Promise<void>;
  /**
   * Waits until everything is written.
   * @throws FileError where a file could not be written or removed
   */
  finish(): Promise<void>;
  /** Forgets what waits; resolves once no file is being written. */
  abandon(): Promise<void>;
}

/** Waits for something, but not for long; it goes on by itself. */
async function waitBriefly(something: Promise<void>, ms: number): Promise<void> {
  const stop = new AbortController();
  const pause = sleep(ms, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([something, pause]);
  stop.abort();
}

/** A run as it was after a step. */
interface Snapshot {
  readonly step: number;
  readonly state: RunState;
  readonly tensors: readonly WeightTensor[];
}

/** What the checkpoints are of. */
export interface CheckpointSource {
  readonly setup: TrainSetup;
  /** Says where the run stands; asked as the last listener to an event. */
  readonly state: () => RunState;
  /** Steps of the checkpoints that are there already, ascending; the run goes on from the last. */
  readonly written?: readonly number[];
  /** Writes what has to be on the disk before a checkpoint of a step is. */
  readonly before?: (step: number) => Promise<void>;
}

/**
 * Starts writing the checkpoints of a run into its directory.
 *
 * The disk decides the pace: while one file is being written, no more than the latest `keep` copies
 * wait, since older ones would be removed anyway. So the files in the end do not depend on the disk.
 */
export function createCheckpointWriter(
  directory: string,
  runId: string,
  { setup, state, written: earlier = [], before }: CheckpointSource,
  { every = Number.POSITIVE_INFINITY, seconds = Number.POSITIVE_INFINITY, keep }: CheckpointOptions,
): CheckpointWriter {
  const vectors = checkpointVectors(setup);
  const byteLength = vectors.reduce((sum, { vector }) => sum + vector.byteLength, 0);
  const room = Math.max(1, Math.floor(WAITING_BYTES / byteLength));
  const waiting: Snapshot[] = [];
  let spare: Snapshot['tensors'] | null = null; // of a snapshot that is written or given up
  const written = [...earlier];
  let lastStep = earlier.at(-1) ?? 0; // the first parameters can be rebuilt from the spec
  let work: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | null = null;
  let unwrittenCount = 0; // those that wait and the one under way

  const fail = (error: unknown): void => {
    failure ??= { error };
    waiting.length = 0;
  };
  const removeOld = async (): Promise<void> => {
    for (const old of written.splice(0, Math.max(0, written.length - keep))) {
      await removeFile(checkpointFile(directory, old));
    }
  };
  work = removeOld().catch(fail); // a process may have been killed before it came to this
  const writeOldest = async (): Promise<void> => {
    const snapshot = waiting.shift();
    if (!snapshot) return;
    const { step, state, tensors: all } = snapshot;
    const tensors = all.filter(isWeight);
    const training = { state, tensors: all.filter((tensor) => !isWeight(tensor)) };
    try {
      await before?.(step);
      await writeAtomically(
        checkpointFile(directory, step),
        await checkpointParts({ runId, step, tensors, training }),
      );
      written.push(step);
      await removeOld(); // only now that the new one is durable
    } catch (error) {
      fail(error);
    }
    spare = all;
  };
  const copy = (): Snapshot['tensors'] => {
    if (spare === null) return copyTensors(setup.arena, vectors);
    const tensors = spare;
    spare = null;
    copyAgain(setup.arena, vectors, tensors);
    return tensors;
  };
  // By a clock that is never set: what a run computes does not depend on it, only what is kept of it.
  let lastMs = performance.now();
  const isDue = (step: number): boolean =>
    step % every === 0 || performance.now() - lastMs >= seconds * 1000;
  const take = (step: number): void => {
    if (step === lastStep || failure) return;
    lastStep = step;
    lastMs = performance.now();
    if (waiting.length === keep) spare = waiting.shift()?.tensors ?? null;
    else {
      unwrittenCount += 1;
      work = work.then(writeOldest).then(() => {
        unwrittenCount -= 1;
      });
    }
    waiting.push({ step, state: state(), tensors: copy() });
  };
  const settle = async (): Promise<void> => {
    await work;
    if (failure) throw failure.error;
  };
  return {
    handle(event) {
      if (event.type === 'end' || (event.type === 'step' && isDue(event.step))) take(event.step);
    },
    get isFull() {
      return waiting.length > room;
    },
    async makeRoom() {
      if (failure || waiting.length > room) await settle();
      else if (unwrittenCount > 0) await waitBriefly(work, WRITING_MS);
    },
    finish: settle,
    async abandon() {
      waiting.length = 0;
      await work;
    },
  };
}
