// The checkpoints of a run as they are read back: whole and of this run, or left out with a warning.
import { readFile } from 'node:fs/promises';
import type { WeightTensor } from '../model/weights/safetensors.ts';
import { WeightsFileError } from '../model/weights/weightsFileError.ts';
import { decodeCheckpoint, type StoredCheckpoint, type StoredTraining } from './checkpoint.ts';
import { FileError } from './files.ts';
import { hashTensors } from './hashes.ts';
import { readResult, type StoredResult } from './result.ts';
import {
  bestFile,
  checkpointFile,
  checkRunFiles,
  listBest,
  listCheckpoints,
  runFile,
} from './runDirectory.ts';
import { REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';
import { NoRunError } from './storedRun.ts';

/** Parameters of a run after a step. */
export interface Checkpoint {
  /** Updates done. */
  readonly step: number;
  /** By full tensor name, row by row, without padding; in the network's order. */
  readonly parameters: ReadonlyMap<string, Float32Array | Float64Array>;
  /** The same with their shapes. */
  readonly tensors: readonly WeightTensor[];
  /** What training goes on from; null in files of the first format. */
  readonly training: StoredTraining | null;
}

/** Called with a line for a checkpoint that is left out. */
export type OnWarning = (message: string) => void;

/**
 * Reads every checkpoint of a run.
 * @param directory the run's
 * @param runId the run they must be of
 * @returns those that are whole, ascending by step; at least one
 * @throws StoredFileError if there is none, or if result.json is damaged
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readCheckpoints(
  directory: string,
  runId: string,
  onWarning: OnWarning = () => {},
): Promise<readonly Checkpoint[]> {
  const found = await readWholeCheckpoints(directory, runId, onWarning);
  if (found.length > 0) return found;
  throw noneLeft(directory, (await listCheckpoints(directory)).length);
}

/**
 * Reads those checkpoints of a run that are whole.
 * @returns ascending by step; maybe none
 * @throws StoredFileError if result.json is damaged
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readWholeCheckpoints(
  directory: string,
  runId: string,
  onWarning: OnWarning = () => {},
): Promise<readonly Checkpoint[]> {
  const { steps, read } = await openCheckpoints(directory, runId, onWarning);
  const found: Checkpoint[] = [];
  for (const step of steps) {
    const checkpoint = await read(step);
    if (checkpoint) found.push(checkpoint);
  }
  return found;
}

/**
 * Reads the last checkpoint of a run that is whole.
 * @param directory the run's
 * @param runId the run it must be of
 * @throws StoredFileError if there is none, or if result.json is damaged
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readLastCheckpoint(
  directory: string,
  runId: string,
  onWarning: OnWarning = () => {},
): Promise<Checkpoint> {
  const { steps, read } = await openCheckpoints(directory, runId, onWarning);
  for (const step of steps.toReversed()) {
    const checkpoint = await read(step);
    if (checkpoint) return checkpoint;
  }
  throw noneLeft(directory, steps.length);
}

/**
 * Reads the checkpoint of a run after one step.
 * @param directory the run's
 * @param runId the run it must be of
 * @param step updates done
 * @throws NoRunError if the run has no checkpoint of this step
 * @throws StoredFileError if it is damaged, or result.json is
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readCheckpointAt(
  directory: string,
  runId: string,
  step: number,
): Promise<Checkpoint> {
  const damaged: string[] = [];
  const { steps, read } = await openCheckpoints(directory, runId, (line) => damaged.push(line));
  if (!steps.includes(step)) {
    const shown = steps.slice(-SHOWN_STEPS).join(', ');
    const kept = steps.length > SHOWN_STEPS ? `... ${shown}` : shown || 'none';
    throw new NoRunError(`${directory} has no checkpoint of step ${step}; there are: ${kept}`);
  }
  const checkpoint = await read(step);
  if (!checkpoint) throw new StoredFileError(damaged.join('; '));
  return checkpoint;
}

/**
 * Reads the best parameters of a run: those of the validation with the least loss.
 * @param directory the run's
 * @param runId the run they must be of
 * @throws NoRunError if it keeps none: nothing was validated yet
 * @throws StoredFileError if they are damaged, or result.json is
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readBestParameters(directory: string, runId: string): Promise<Checkpoint> {
  await checkRunFiles(directory);
  const step = (await listBest(directory)).at(-1);
  if (step === undefined) {
    throw new NoRunError(`${directory} has no best parameters: no validation is on record`);
  }
  const path = bestFile(directory, step);
  const stored = await readStored(path, { step, runId, result: null });
  if (typeof stored === 'string') throw new StoredFileError(`${path}: ${stored}`);
  return checkpointOf(stored);
}

/** Steps a message names: the last ones. */
const SHOWN_STEPS = 10;

async function openCheckpoints(directory: string, runId: string, onWarning: OnWarning) {
  await checkRunFiles(directory);
  const result = await readResult(runFile(directory, 'result'), runId);
  const steps = await listCheckpoints(directory);
  const read = async (step: number): Promise<Checkpoint | null> => {
    const path = checkpointFile(directory, step);
    const stored = await readStored(path, { step, runId, result });
    if (typeof stored !== 'string') return checkpointOf(stored);
    onWarning(`${path} is left out: ${stored}`);
    return null;
  };
  return { steps, read };
}

/** What a checkpoint must agree with. */
interface Expected {
  readonly step: number;
  readonly runId: string;
  readonly result: StoredResult | null;
}

/** Reads one file, or says why it is of no use. */
async function readStored(path: string, expected: Expected): Promise<StoredCheckpoint | string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new FileError(`read ${path}`, error);
  }
  try {
    const stored = decodeCheckpoint(bytes);
    return disagreement(stored, expected) ?? stored;
  } catch (error) {
    if (error instanceof WeightsFileError) return `it is damaged (${error.message})`;
    throw error;
  }
}

function disagreement(
  { runId, step, tensors }: StoredCheckpoint,
  { result, ...expected }: Expected,
): string | null {
  if (runId !== expected.runId) return 'it is of another run';
  if (step !== expected.step) return `it is of step ${step}`;
  if (step === result?.step && hashTensors(tensors) !== result.parametersSha256) {
    return 'its parameters are not those result.json tells of';
  }
  return null;
}

function checkpointOf({ step, tensors, training }: StoredCheckpoint): Checkpoint {
  const parameters = new Map(tensors.map(({ name, values }) => [name, values]));
  return { step, parameters, tensors, training };
}

function noneLeft(directory: string, count: number): StoredFileError {
  const what = count === 0 ? 'no checkpoint' : 'no checkpoint that is whole';
  return new StoredFileError(`${directory} holds ${what}; ${REMEDY}`);
}
