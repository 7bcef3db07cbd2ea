// The network of a stored run after a step: its parameters with what each is for. A checkpoint is
// untrusted data until its tensors are those its spec asks for.
import type { OutputSteps, ParameterSpec } from '../cells/cell.ts';
import { layerParameters } from '../model/layer.ts';
import { readouts } from '../model/readout.ts';
import type { WeightTensor } from '../model/weights/safetensors.ts';
import { TRAINING_PREFIX } from '../model/weights/trainingTensors.ts';
import type { InputShape } from '../tasks/task.ts';
import {
  type Checkpoint,
  type OnWarning,
  readBestParameters,
  readCheckpointAt,
  readLastCheckpoint,
} from './readCheckpoints.ts';
import { channelsOf } from './schema/memory.ts';
import type { Spec } from './schema/spec.ts';
import { REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';
import { readStoredSpec } from './storedRun.ts';

/** A parameter with its values and what it is for. */
export type StoredParameter = WeightTensor & Pick<ParameterSpec, 'role' | 'gates'>;

/** A network as a run left it. */
export interface StoredNetwork {
  readonly spec: Spec;
  /** 64 hex digits. */
  readonly runId: string;
  /** Updates done. */
  readonly step: number;
  readonly input: InputShape;
  /** Whether the task asks for outputs at every step or at the last. */
  readonly steps: OutputSteps;
  /** In the network's order. */
  readonly parameters: readonly StoredParameter[];
}

/** Which parameters of a run: after a step, the best, or the last. */
export type CheckpointChoice = number | 'best' | 'last';

/** What is read of a checkpoint: the parameters as they are, or their average where a run evaluates it. */
export type ParameterUse = 'parameters' | 'evaluated';

function readChosen(
  directory: string,
  runId: string,
  choice: CheckpointChoice,
  onWarning: OnWarning,
): Promise<Checkpoint> {
  if (choice === 'best') return readBestParameters(directory, runId);
  if (choice === 'last') return readLastCheckpoint(directory, runId, onWarning);
  return readCheckpointAt(directory, runId, choice);
}

/**
 * Reads the network of a run.
 * @param directory the run's
 * @param choice which of its parameters
 * @param use whether averages take their place; the best parameters of a run that averages always are one
 * @throws NoRunError if there is no such run, or it does not keep those parameters
 * @throws StoredFileError if a file is damaged, or a checkpoint is not of the spec's network
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be read
 */
export async function readStoredNetwork(
  directory: string,
  choice: CheckpointChoice,
  onWarning: OnWarning = () => {},
  use: ParameterUse = 'parameters',
): Promise<StoredNetwork> {
  const { spec, runId } = await readStoredSpec(directory);
  const checkpoint = await readChosen(directory, runId, choice, onWarning);
  const tensors = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  if (use === 'evaluated') {
    for (const average of averagesOf(checkpoint)) tensors.set(average.name, average);
  }
  const specs = expectedParameters(spec, tensors);
  const parameters = specs.map(({ name, shape, role, gates }): StoredParameter => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      throw new StoredFileError(
        `${directory}: expected ${name} [${shape.join(', ')}] in the checkpoint of step ` +
          `${checkpoint.step}, got ${tensor ? `[${tensor.shape.join(', ')}]` : 'none'}; ${REMEDY}`,
      );
    }
    return { ...tensor, role, ...(gates ? { gates } : {}) };
  });
  const { hasSymbols, everyStep } = channelsOf(spec.task);
  return {
    spec,
    runId,
    step: checkpoint.step,
    input: { kind: hasSymbols ? 'index' : 'dense', size: inputSizeOf(tensors, 0) },
    steps: everyStep ? 'everyStep' : 'lastStep',
    parameters,
  };
}

/** Averages of the parameters under the parameters' names; none where a run keeps none. */
function averagesOf({ training }: Checkpoint): WeightTensor[] {
  const prefix = `${TRAINING_PREFIX}average.`;
  return (training?.tensors ?? [])
    .filter(({ name }) => name.startsWith(prefix))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
}

type Tensors = ReadonlyMap<string, WeightTensor>;

/** I of a layer, which the spec does not say: that of a text is the size of its alphabet. */
function inputSizeOf(tensors: Tensors, layer: number): number {
  return tensors.get(`layers.${layer}.Wxh`)?.shape[0] ?? 0;
}

/** The parameters a spec asks for, with the sizes it leaves open taken from the tensors. */
function expectedParameters({ model }: Spec, tensors: Tensors): ParameterSpec[] {
  const layers = model.layers.flatMap((layer, index) =>
    layerParameters(`layers.${index}`, layer, inputSizeOf(tensors, index)),
  );
  const [hiddenSize = 0, outputSize = 0] = tensors.get('readout.W')?.shape ?? [];
  const readout = readouts[model.readout.type].parameters(hiddenSize, outputSize);
  return [...layers, ...readout.map((spec) => ({ ...spec, name: `readout.${spec.name}` }))];
}
