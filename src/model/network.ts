// A stack of recurrent layers with a readout and a loss: forward to a loss, backward to a gradient.
import type { NamedTensors, ParameterSpec, SequenceInput, SequenceSize } from '../cells/cell.ts';
import type { LayerOptions } from '../cells/index.ts';
import { type LossName, losses } from '../losses/index.ts';
import type { Arena, ArenaPlan } from '../math/arena.ts';
import { ConfigurationError } from '../math/configurationError.ts';
import type { Kernels } from '../math/kernels.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';
import type { Batch, InputShape, TargetShape } from '../tasks/task.ts';
import { type BatchPlan, createBatch, expandClasses, planBatch } from './batch.ts';
import {
  createLayer,
  type Layer,
  type LayerPlan,
  layerParameters,
  type Purpose,
  planLayer,
} from './layer.ts';
import { type ReadoutOptions, type ReadoutPlace, readouts } from './readout.ts';

/** What a network is made of. */
export interface NetworkOptions {
  readonly layers: readonly LayerOptions[];
  readonly readout: ReadoutOptions;
  readonly loss: LossName;
  readonly input: InputShape;
  readonly target: TargetShape;
  /** Largest T and B a batch can have. */
  readonly size: SequenceSize;
  readonly carriesState: boolean;
}

/** A network before memory exists. */
export interface NetworkPlan {
  readonly options: NetworkOptions;
  readonly specs: readonly ParameterSpec[];
  readonly parameters: TensorVector;
  readonly gradient: TensorVector;
  readonly batch: BatchPlan;
  readonly layers: readonly LayerPlan[];
  readonly readout: NamedTensors | null;
}

/** Outputs of the last forward pass. */
export interface Outputs {
  readonly elements: Float32Array | Float64Array;
  /** Index of row 0; row n starts at start + n·stride. */
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  /** Index of element 0 of dL/dy, laid out as the outputs. */
  readonly gradientStart: number;
}

/**
 * Adds to dL/dh_t of a layer before its backward pass, in blocks 1 … T of its `dh`, where then is
 * what comes from above. Block 0 is zero and may be used as room.
 */
export type StateTerm = (layer: number) => void;

/** A network that can run. Passes work on `batch`, which a task fills. */
export interface Network {
  readonly options: NetworkOptions;
  readonly parameters: TensorVector;
  readonly gradient: TensorVector;
  readonly specs: readonly ParameterSpec[];
  readonly batch: Batch;
  readonly layers: readonly Layer[];
  /** Runs the batch and returns the loss, the mean over sequences (and steps, with everyStep). */
  forward(purpose: Purpose): number;
  /**
   * Sets the gradient of that loss, after `forward('train')` on the same batch.
   * @param stateTerm called for each layer, the top first, where the loss has a part in its states
   */
  backward(stateTerm?: StateTerm): void;
  /** Where the outputs of the last forward pass lie. */
  outputs(): Outputs;
}

/**
 * Plans parameters, gradient, workspaces and batch.
 * @throws ConfigurationError if a readout of type none meets a last layer of another size than the
 * target, or a loss over classes a target of values.
 */
export function planNetwork(plan: ArenaPlan, options: NetworkOptions): NetworkPlan {
  const { layers, target, input, size, carriesState, loss } = options;
  const names = layers.map((_, index) => `layers.${index}`);
  const inputSizes = layers.map((_, index) =>
    index === 0 ? input.size : layers[index - 1]!.hiddenSize,
  );
  const top = layers[layers.length - 1];
  if (!top) throw new ConfigurationError('network: needs at least one layer');
  const readout = readouts[options.readout.type];
  if (options.readout.type === 'none' && top.hiddenSize !== target.size) {
    throw new ConfigurationError(
      `network: without a readout the last layer is the output: it has ${top.hiddenSize} units, ` +
        `the task ${target.size} outputs`,
    );
  }
  if (losses[loss].targetKind === 'class' && target.kind === 'value') {
    throw new ConfigurationError(
      `network: ${loss} compares with classes, the targets of the task are values`,
    );
  }
  const specs: ParameterSpec[] = [
    ...layers.flatMap((layer, i) => layerParameters(names[i]!, layer, inputSizes[i]!)),
    ...readout
      .parameters(top.hiddenSize, target.size)
      .map((spec) => ({ ...spec, name: `readout.${spec.name}` })),
  ];
  const rows = size.batchSize * (target.steps === 'lastStep' ? 1 : size.sequenceLength);
  return {
    options,
    specs,
    parameters: plan.vector(specs),
    gradient: plan.vector(specs),
    batch: planBatch(
      plan,
      input,
      target,
      losses[loss].targetKind === 'value',
      size.sequenceLength,
      size.batchSize,
    ),
    layers: layers.map((layer, i) =>
      planLayer(plan, names[i]!, layer, inputSizes[i]!, size, carriesState),
    ),
    readout: readout.plan(plan, rows, top.hiddenSize, target.size),
  };
}

/** Opens a planned network. Parameters are zero until an initializer fills them. */
export function createNetwork(plan: NetworkPlan, arena: Arena, kernels: Kernels): Network {
  const { options, parameters, gradient } = plan;
  const { target } = options;
  const batch = createBatch(plan.batch, arena);
  const layers = plan.layers.map((layer) =>
    createLayer(layer, arena, kernels, parameters, gradient),
  );
  const top = layers[layers.length - 1]!;
  const readout = readouts[options.readout.type];
  const loss = losses[options.loss];
  const readoutParameters = readoutTensors(parameters);
  const readoutGradient = readoutTensors(gradient);
  const gradientView = arena.view(gradient);
  const elementBytes = arena.elements.BYTES_PER_ELEMENT;
  const expand = loss.targetKind === 'value' && target.kind === 'class';
  const targets =
    loss.targetKind === 'value' ? plan.batch.values!.address : plan.batch.classes!.address;

  // Where layers read and write depends on B alone; made once per B, as B rarely changes.
  const inputsOf = memoize((B: number): readonly SequenceInput[] =>
    layers.map((_, index) =>
      index === 0 ? firstInput(plan.batch) : inputFrom(layers[index - 1]!, B),
    ),
  );

  const place: { -readonly [Key in keyof ReadoutPlace]: ReadoutPlace[Key] } = {
    states: 0,
    stateGradient: 0,
    stateRow: top.h.row,
    outputs: 0,
    outputGradient: 0,
    outputRow: plan.readout ? plan.readout.y!.row : top.h.row,
  };
  const lossInput = {
    outputs: 0,
    gradient: 0,
    targets,
    row: place.outputRow,
    rows: 0,
    columns: target.size,
    scale: 0,
  };
  const size = { sequenceLength: 0, batchSize: 0 };
  let rows = 0;

  const locate = (): void => {
    const { sequenceLength: T, batchSize: B } = batch;
    const first = (target.steps === 'lastStep' ? T : 1) * B * top.h.row;
    size.sequenceLength = T;
    size.batchSize = B;
    rows = target.steps === 'lastStep' ? B : T * B;
    place.states = top.h.address + first;
    place.stateGradient = top.dh.address + first;
    place.outputs = plan.readout ? plan.readout.y!.address : place.states;
    place.outputGradient = plan.readout ? plan.readout.dy!.address : place.stateGradient;
    lossInput.outputs = place.outputs;
    lossInput.gradient = place.outputGradient;
    lossInput.rows = rows;
    lossInput.scale = 1 / rows;
  };

  /** Zeroes dL/dh_t where nothing from above will be written: at t = 0, and at t < T of the top. */
  const clearUnset = (): void => {
    const { sequenceLength: T, batchSize: B } = size;
    for (const { dh } of layers) {
      const steps = dh === top.dh && target.steps === 'lastStep' ? T : 1;
      arena.view({ address: dh.address, byteLength: steps * B * dh.row }).fill(0);
    }
  };

  return {
    options,
    parameters,
    gradient,
    specs: plan.specs,
    batch,
    layers,
    forward(purpose) {
      locate();
      const inputs = inputsOf(batch.batchSize);
      for (let i = 0; i < layers.length; i++) {
        layers[i]!.forward(inputs[i]!, size, batch.carryState, purpose);
      }
      readout.forward(kernels, place, readoutParameters, rows, top.hiddenSize, target.size);
      if (expand) expandClasses(batch, rows, target.size);
      return loss.compute(kernels, lossInput) / rows;
    },
    backward(stateTerm) {
      gradientView.fill(0);
      const inputs = inputsOf(batch.batchSize);
      readout.backward(
        kernels,
        place,
        readoutParameters,
        readoutGradient,
        plan.readout,
        rows,
        top.hiddenSize,
        target.size,
      );
      if (stateTerm) clearUnset();
      for (let i = layers.length - 1; i >= 0; i--) {
        const steps = i === layers.length - 1 && !stateTerm ? target.steps : 'everyStep';
        stateTerm?.(i);
        layers[i]!.backward(inputs[i]!, size, steps, batch.carryState);
      }
    },
    outputs: () => ({
      elements: arena.elements,
      start: place.outputs / elementBytes,
      stride: place.outputRow / elementBytes,
      rows,
      gradientStart: place.outputGradient / elementBytes,
    }),
  };
}

function firstInput({ inputs, symbols }: BatchPlan): SequenceInput {
  return inputs
    ? { kind: 'dense', address: inputs.address, row: inputs.row, gradient: 0 }
    : { kind: 'index', address: symbols!.address };
}

function inputFrom(below: Layer, batchSize: number): SequenceInput {
  const skip = batchSize * below.h.row; // block 0 is the initial state
  return {
    kind: 'dense',
    address: below.h.address + skip,
    row: below.h.row,
    gradient: below.dh.address + skip,
  };
}

function readoutTensors(vector: TensorVector): NamedTensors {
  const tensors: Record<string, Tensor> = {};
  for (const tensor of vector.tensors) {
    if (tensor.name.startsWith('readout.')) tensors[tensor.name.slice(8)] = tensor;
  }
  return tensors;
}

function memoize<Value>(make: (key: number) => Value): (key: number) => Value {
  const made = new Map<number, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
