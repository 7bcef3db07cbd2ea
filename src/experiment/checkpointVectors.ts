// Which vectors of a run's memory a checkpoint holds, and under which names: the parameters under
// their own, what training keeps beside them under names that begin with `training.`.
import type { Arena } from '../math/arena.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';
import { copyElements, tensorsOf, writeParameters } from '../model/weights/parameters.ts';
import type { WeightTensor } from '../model/weights/safetensors.ts';
import { TRAINING_PREFIX } from '../model/weights/trainingTensors.ts';
import { type OptimizerOptions, optimizers } from '../training/optimizers/index.ts';
import type { Optimizer } from '../training/optimizers/optimizer.ts';
import type { TrainSetup } from '../training/trainSetup.ts';

/** A vector with what the names of its tensors begin with in a checkpoint. */
export interface NamedVector {
  readonly prefix: string;
  readonly vector: TensorVector;
}

const alone = (tensor: Tensor): TensorVector => ({
  address: tensor.address,
  byteLength: tensor.byteLength,
  tensors: [tensor],
});

/** Every vector that training goes on from, the parameters first. */
export function checkpointVectors({
  network,
  training,
  optimizerState,
  averagedParameters,
}: TrainSetup): readonly NamedVector[] {
  const optimizer = optimizers[training.optimizer.type] as Optimizer<OptimizerOptions>;
  const names = optimizer.stateVectors(training.optimizer);
  const directions = network.layers.flatMap((layer) => layer.directions);
  return [
    { prefix: '', vector: network.parameters },
    ...optimizerState.map((vector, i) => ({
      prefix: `${TRAINING_PREFIX}optimizer.${names[i]}.`,
      vector,
    })),
    ...(averagedParameters
      ? [{ prefix: `${TRAINING_PREFIX}average.`, vector: averagedParameters }]
      : []),
    ...directions.flatMap(({ name, kept }) =>
      kept.map((tensor) => ({ prefix: `${TRAINING_PREFIX}kept.${name}.`, vector: alone(tensor) })),
    ),
  ];
}

/** Copies the tensors of vectors as they are now, under their names in a checkpoint. */
export function copyTensors(arena: Arena, vectors: readonly NamedVector[]): WeightTensor[] {
  return vectors.flatMap(({ prefix, vector }) =>
    [...tensorsOf(vector, arena.view(vector))].map((tensor) => ({
      ...tensor,
      name: `${prefix}${tensor.name}`,
    })),
  );
}

/**
 * Copies like copyTensors into copies made before: new memory takes longer than the copying.
 * @param copies what copyTensors returned for these vectors; overwritten
 */
export function copyAgain(
  arena: Arena,
  vectors: readonly NamedVector[],
  copies: readonly WeightTensor[],
): void {
  const left = copies.values();
  for (const { vector } of vectors) {
    const elements = arena.view(vector);
    for (const tensor of vector.tensors) {
      const { value: copy } = left.next();
      if (copy) copyElements(vector, tensor, elements, copy.values);
    }
  }
}

/**
 * Writes the tensors of a checkpoint where they came from.
 * @param tensors all of its tensors
 * @throws WeightsFileError if one is missing or of another size
 */
export function writeVectors(
  arena: Arena,
  vectors: readonly NamedVector[],
  tensors: readonly WeightTensor[],
): void {
  const values = new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
  for (const { prefix, vector } of vectors) {
    const own = vector.tensors.flatMap(({ name }) => {
      const found = values.get(`${prefix}${name}`);
      return found ? [[name, found] as const] : [];
    });
    writeParameters(arena, vector, new Map(own));
  }
}
