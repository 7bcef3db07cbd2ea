// A stored run opened to be used: its network as it is evaluated, and the task it was trained on.

import type { Task, TaskFile } from '../../tasks/task.ts';
import { createTask } from '../build.ts';
import type { InputDirectories } from '../provenance.ts';
import type { OnWarning } from '../readCheckpoints.ts';
import { type CheckpointChoice, readStoredNetwork, type StoredNetwork } from '../storedNetwork.ts';
import { readStoredData, readStoredSpec } from '../storedRun.ts';

/** A network that has been trained, and its task. */
export interface Trained {
  /** Its parameters are the averages where the run averages them. */
  readonly network: StoredNetwork;
  /** Of the run's own spec. */
  readonly task: Task;
}

/** A network that has been trained, and what its task is made of. */
export interface StoredTrained extends Pick<Trained, 'network'> {
  /** The files the task reads; undefined for tasks that read none. */
  readonly files: readonly TaskFile[] | undefined;
}

/** Where a run's files are, and what is said about those that are damaged. */
export interface OpenTrainedOptions {
  readonly inputs: InputDirectories;
  readonly onWarning?: OnWarning;
}

/**
 * Reads the network of a run and the files of its task, which is left to be made: whoever changes the task
 * before its use makes it once.
 * @param directory the run's
 * @param choice which of its parameters
 * @throws NoRunError if there is no such run, or it does not keep those parameters
 * @throws StoredFileError if a file of the run is damaged
 * @throws DataError if a file the task reads cannot be read or is another one now
 * @throws FileError if a file cannot be read
 */
export async function readTrained(
  directory: string,
  choice: CheckpointChoice,
  { inputs, onWarning }: OpenTrainedOptions,
): Promise<StoredTrained> {
  const stored = await readStoredSpec(directory);
  const network = await readStoredNetwork(directory, choice, onWarning, 'evaluated');
  const data = await readStoredData(stored, inputs.data);
  return { network, files: data?.files };
}

/**
 * Opens the network of a run to use it. The bytes of its files are let go.
 * @throws what `readTrained` throws
 */
export async function openTrained(
  directory: string,
  choice: CheckpointChoice,
  options: OpenTrainedOptions,
): Promise<Trained> {
  const { network, files } = await readTrained(directory, choice, options);
  return { network, task: createTask(network.spec.task, files) };
}
