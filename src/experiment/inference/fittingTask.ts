// The task of a run with some of its options changed, and whether its network can still be used on it.
import { ConfigurationError } from '../../math/configurationError.ts';
import { outputSizeOf } from '../../model/layerOptions.ts';
import { shapeOf } from '../../tasks/index.ts';
import type { InputShape, Notation, TargetShape, Task } from '../../tasks/task.ts';
import { formatIssues } from '../load/issue.ts';
import { loadConfigValue } from '../load/loadConfig.ts';
import type { Spec } from '../schema/spec.ts';
import type { StoredNetwork } from '../storedNetwork.ts';
import { readsFiles } from '../taskFiles.ts';

type TaskSpec = Spec['task'];

/**
 * Changes the options of a task as `--set` does.
 * @param set `task.key=value` each
 * @throws ConfigurationError naming every problem, or a key that is not of the task
 */
export function taskWith(task: TaskSpec, set: readonly string[]): TaskSpec {
  const other = set.findIndex((text) => !text.startsWith('task.'));
  if (other >= 0) {
    throw new ConfigurationError(
      `--set #${other + 1}: expected task.KEY=VALUE, since the network is trained already, ` +
        `got ${JSON.stringify(set[other])}`,
    );
  }
  return loadTask(task, 'task', set);
}

/**
 * Gives the sequences of a drawn task another length.
 * @throws ConfigurationError if the task cannot have sequences of this length
 */
export function taskOfLength(task: TaskSpec, length: number): TaskSpec {
  if (readsFiles(task)) {
    throw new ConfigurationError(
      `--length: expected a task whose sequences are drawn, got ${task.type}, whose data say how ` +
        'long they are; leave it out',
    );
  }
  return loadTask({ ...task, length }, `--length ${length}`, []);
}

/** What a task is loaded with: rules about memory are not for networks that run in pieces. */
const SMALLEST = {
  model: { layers: [{ type: 'elman', hiddenSize: 1 }] },
  training: { batchSize: 1 },
};

function loadTask(task: unknown, label: string, set: readonly string[]): TaskSpec {
  const loaded = loadConfigValue({ ...SMALLEST, task }, { file: label, set });
  if (loaded.ok) return loaded.spec.task;
  throw new ConfigurationError(formatIssues(loaded.issues));
}

/** What stays of the task a network was trained on, to hold others against; its data are not among it. */
export type OwnTask = Pick<Task, 'input' | 'maximumLength' | 'notation'>;

/** Takes from a task what a network is held against. */
export function ownTaskOf({ input, maximumLength, notation }: Task): OwnTask {
  return { input, maximumLength, ...(notation ? { notation } : {}) };
}

/**
 * Checks that a network can be used on a task.
 * @param own the task it was trained on
 * @throws ConfigurationError if inputs or outputs of the task are others than the network's, or stand
 * for something else
 */
export function checkFit(network: StoredNetwork, own: OwnTask, task: Task): void {
  const inputs = inputsText(network.input);
  if (inputsText(task.input) !== inputs) throw refused(inputs, inputsText(task.input));
  const { kind } = shapeOf(network.spec.task).target;
  const outputs = outputsText({ kind, size: outputSizeOfNetwork(network) });
  if (outputsText(task.target) !== outputs) throw refused(outputs, outputsText(task.target));
  if (meaningOf(task) === meaningOf(own)) return;
  throw refused(
    'its symbols or units',
    'others: alphabet, pitches, mean or deviation of the data differ',
  );
}

/** What inputs and outputs stand for, as one text; equal texts for equal meanings. */
const MEANINGS: {
  readonly [Kind in Notation['kind']]: (
    notation: Extract<Notation, { readonly kind: Kind }>,
    size: number,
  ) => string;
} = {
  text: ({ decode }, size) => decode(Array.from({ length: size }, (_, symbol) => symbol)).join(),
  pianoRoll: ({ lowestPitch }) => String(lowestPitch),
  series: ({ inputs, targets, horizon }) => JSON.stringify([inputs, targets, horizon]),
};

function meaningOf({ notation, input }: OwnTask): string {
  if (!notation) return '';
  const tell = MEANINGS[notation.kind] as (notation: Notation, size: number) => string;
  return `${notation.kind} ${tell(notation, input.size)}`;
}

/** How many outputs a stored network has. */
export function outputSizeOfNetwork({ spec, parameters }: StoredNetwork): number {
  const readout = parameters.find(({ name }) => name === 'readout.W');
  const top = spec.model.layers.at(-1);
  return readout?.shape[1] ?? (top ? outputSizeOf(top) : 0);
}

const inputsText = ({ kind, size }: InputShape) =>
  kind === 'index' ? `one of ${size} symbols a step` : `${size} numbers a step`;

const outputsText = ({ kind, size }: Pick<TargetShape, 'kind' | 'size'>) =>
  kind === 'class' ? `one of ${size} classes` : `${size} values`;

function refused(own: string, other: string): ConfigurationError {
  return new ConfigurationError(
    `task: does not fit the network: expected ${own}, as it was trained on, got ${other}`,
  );
}
