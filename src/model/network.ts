// A stack of recurrent layers with a readout and a loss: forward to a loss, backward to a gradient.
import type {
  NamedTensors,
  OutputSteps,
  ParameterSpec,
  Pass,
  SequenceInput,
} from '../cells/cell.ts';
import { lossOf } from '../losses/index.ts';
import type { Arena, ArenaPlan } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { TensorVector } from '../math/layout.ts';
import type { RandomStream } from '../math/random.ts';
import type { Batch, InputShape } from '../tasks/task.ts';
import { type BatchPlan, clearAfterEnd, createBatch, expandClasses, planBatch } from './batch.ts';
import { byName, type OutputPlace, type Purpose } from './direction.ts';
import { createLayer, type Layer, type LayerPlan, layerParameters, planLayer } from './layer.ts';
import { outputSizeOf } from './layerOptions.ts';
import { checkNetwork, hasDropout, type NetworkOptions } from './networkOptions.ts';
import { type ReadoutPlace, readouts } from './readout.ts';
import {
  createTargetRows,
  needsGathering,
  planTargetRows,
  type TargetRowsPlan,
} from './targetRows.ts';

/** A network before memory exists. */
export interface NetworkPlan {
  readonly options: NetworkOptions;
  readonly specs: readonly ParameterSpec[];
  readonly parameters: TensorVector;
  readonly gradient: TensorVector;
  readonly batch: BatchPlan;
  readonly layers: readonly LayerPlan[];
  readonly targetRows: TargetRowsPlan | null;
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
  /** The target row of the batch that output row n belongs to. */
  rowOf(n: number): number;
}

/** Clips dL/dh_t, `byteLength` bytes from an address, before it goes back through step t. */
export type ClipStep = (dh: number, byteLength: number) => void;
/** Adds to dL/dh_t of a layer's directions before they go back; see `Layer.backward`. */
export type StateTerm = (layer: number) => void;

/** What may happen on the way back. */
export interface BackwardHooks {
  readonly clipStep?: ClipStep | null;
  /** Called for each layer, the top first, where the loss has a part in its states. */
  readonly stateTerm?: StateTerm | null;
}

/** A network that can run. Passes work on `batch`, which a task fills. */
export interface Network {
  readonly options: NetworkOptions;
  readonly parameters: TensorVector;
  readonly gradient: TensorVector;
  readonly specs: readonly ParameterSpec[];
  readonly batch: Batch;
  readonly layers: readonly Layer[];
  /** Draws the dropout masks that forward('train') uses from now on. */
  drawDropout(stream: RandomStream): void;
  /** Runs the batch and returns the loss, the mean over its targets; 0 without targets. */
  forward(purpose: Purpose): number;
  /**
   * Sets the gradient of that loss, after `forward('train')` on the same batch.
   * @param hooks what happens on the way back, in every layer
   */
  backward(hooks?: BackwardHooks): void;
  /** Where the outputs of the last forward pass lie. */
  outputs(): Outputs;
}

/**
 * Plans parameters, gradient, workspaces and batch.
 * @throws ConfigurationError if the parts do not fit together, see `checkNetwork`
 */
export function planNetwork(plan: ArenaPlan, options: NetworkOptions): NetworkPlan {
  checkNetwork(options);
  const { layers, target, input, size, carriesState, loss, variableLengths = false } = options;
  const names = layers.map((_, index) => `layers.${index}`);
  const inputs = layers.map(
    (_, index): InputShape =>
      index === 0 ? input : { kind: 'dense', size: outputSizeOf(layers[index - 1]!) },
  );
  const topSize = outputSizeOf(layers[layers.length - 1]!);
  const readout = readouts[options.readout.type];
  const specs: ParameterSpec[] = [
    ...layers.flatMap((layer, i) => layerParameters(names[i]!, layer, inputs[i]!.size)),
    ...readout
      .parameters(topSize, target.size)
      .map((spec) => ({ ...spec, name: `readout.${spec.name}` })),
  ];
  const rows = size.batchSize * (target.steps === 'lastStep' ? 1 : size.sequenceLength);
  const stepsOf = (i: number): OutputSteps =>
    i === layers.length - 1 && target.steps === 'lastStep' ? 'lastStep' : 'everyStep';
  const parameters = plan.vector(specs);
  const gradient = plan.vector(specs);
  const needsValues = lossOf(loss).targetKind === 'value';
  const batch = planBatch(plan, { input, target, variableLengths, needsValues, ...size });
  return {
    options,
    specs,
    parameters,
    gradient,
    batch,
    layers: layers.map((layer, i) =>
      planLayer(plan, names[i]!, layer, inputs[i]!, size, carriesState, stepsOf(i)),
    ),
    targetRows: needsGathering(target, variableLengths)
      ? planTargetRows(plan, batch, topSize)
      : null,
    readout: readout.plan(plan, rows, topSize, target.size),
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
  const topSize = outputSizeOf(options.layers[layers.length - 1]!);
  const targetRows =
    plan.targetRows && createTargetRows(plan.targetRows, plan.batch, arena, kernels);
  const readout = readouts[options.readout.type];
  const loss = lossOf(options.loss);
  const readoutParameters = byName(parameters.tensors, 'readout.');
  const readoutGradient = byName(gradient.tensors, 'readout.');
  const gradientView = arena.view(gradient);
  const elementBytes = arena.elements.BYTES_PER_ELEMENT;
  const expand = loss.targetKind === 'value' && target.kind === 'class';
  const drops = hasDropout(options);

  // Where layers read and write depends on B alone; made once per B, as B rarely changes.
  const inputsOf = memoize((B: number): readonly SequenceInput[] =>
    layers.map((_, index) =>
      index === 0
        ? firstInput(plan.batch)
        : inputFrom(layers[index - 1]!.outputs({ sequenceLength: 1, batchSize: B })),
    ),
  );

  const topRow = top.outputs(options.size).row;
  const place: { -readonly [Key in keyof ReadoutPlace]: ReadoutPlace[Key] } = {
    states: 0,
    stateGradient: 0,
    stateRow: topRow,
    outputs: 0,
    outputGradient: 0,
    outputRow: plan.readout ? plan.readout.y!.row : topRow,
  };
  const lossInput = {
    outputs: 0,
    gradient: 0,
    targets: targetAddress(plan, loss.targetKind),
    row: place.outputRow,
    rows: 0,
    columns: target.size,
    scale: 0,
  };
  const pass: { -readonly [Key in keyof Pass]: Pass[Key] } = {
    sequenceLength: 0,
    batchSize: 0,
    lengths: plan.batch.lengths?.address ?? 0,
    drops: false,
    clipStep: null,
  };
  let rows = 0;

  const locate = (from: OutputPlace, count: number): void => {
    rows = count;
    place.states = from.address;
    place.stateGradient = from.gradient;
    place.outputs = plan.readout ? plan.readout.y!.address : place.states;
    place.outputGradient = plan.readout ? plan.readout.dy!.address : place.stateGradient;
    lossInput.outputs = place.outputs;
    lossInput.gradient = place.outputGradient;
    lossInput.rows = rows;
    lossInput.scale = rows > 0 ? 1 / rows : 0;
  };

  return {
    options,
    parameters,
    gradient,
    specs: plan.specs,
    batch,
    layers,
    drawDropout(stream) {
      const sequencesBegin = batch.window?.isFirst ?? true;
      for (const layer of layers) layer.drawDropout(stream, batch, sequencesBegin);
    },
    forward(purpose) {
      pass.sequenceLength = batch.sequenceLength;
      pass.batchSize = batch.batchSize;
      pass.drops = drops && purpose === 'train';
      const { sequenceLength: T, batchSize: B } = pass;
      if (pass.lengths) clearAfterEnd(batch);
      const inputs = inputsOf(B);
      for (let i = 0; i < layers.length; i++) {
        layers[i]!.forward(inputs[i]!, pass, batch, purpose);
      }
      const outputs = top.outputs(pass);
      if (batch.window?.hasTargets === false) locate(outputs, 0);
      else if (targetRows) locate(targetRows.place, targetRows.gather(batch, outputs));
      else locate(outputs, target.steps === 'lastStep' ? B : T * B);
      if (rows === 0) return 0;
      readout.forward(kernels, place, readoutParameters, rows, topSize, target.size);
      if (expand) expandClasses(targetRows?.targets ?? batch, rows, target.size);
      return loss.compute(kernels, options.loss, lossInput) / rows;
    },
    backward({ clipStep = null, stateTerm = null } = {}) {
      pass.clipStep = clipStep;
      gradientView.fill(0);
      const inputs = inputsOf(batch.batchSize);
      if (rows > 0) {
        readout.backward(
          kernels,
          place,
          readoutParameters,
          readoutGradient,
          plan.readout,
          rows,
          topSize,
          target.size,
        );
      }
      if (targetRows) targetRows.scatter(batch, top.outputs(pass), rows);
      for (let i = layers.length - 1; i >= 0; i--) {
        layers[i]!.backward(inputs[i]!, pass, batch.carryState, stateTerm && (() => stateTerm(i)));
      }
    },
    outputs: () => ({
      elements: arena.elements,
      start: place.outputs / elementBytes,
      stride: place.outputRow / elementBytes,
      rows,
      gradientStart: place.outputGradient / elementBytes,
      rowOf: targetRows?.rowOf ?? ((n) => n),
    }),
  };
}

/** Where the targets lie that the loss compares with: the batch's own, or the gathered ones. */
function targetAddress({ batch, targetRows }: NetworkPlan, kind: 'class' | 'value'): number {
  const { classes, values } = targetRows ?? batch;
  return (kind === 'value' ? values : classes)!.address;
}

function firstInput({ inputs, symbols }: BatchPlan): SequenceInput {
  return inputs
    ? { kind: 'dense', address: inputs.address, row: inputs.row, gradient: 0 }
    : { kind: 'index', address: symbols!.address };
}

function inputFrom({ address, gradient, row }: OutputPlace): SequenceInput {
  return { kind: 'dense', address, row, gradient };
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
