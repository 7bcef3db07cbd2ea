// One layer of the stack: a cell with its memory, its initial and carried states.
import {
  type Cell,
  type CellOptions,
  type LayerContext,
  type NamedTensors,
  named,
  type OutputSteps,
  type ParameterSpec,
  type SequenceInput,
  type SequenceSize,
} from '../cells/cell.ts';
import { cells, type LayerOptions } from '../cells/index.ts';
import type { Arena, ArenaPlan } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';

/** Whose state a forward pass carries over: evaluating must not disturb training. */
export type Purpose = 'train' | 'evaluate';

/** A state of a layer: where it starts, and what was carried over for each purpose. */
interface StateMemory {
  readonly name: string;
  /** [H]: the constant initial state, where it is not trained. */
  readonly start: Tensor | null;
  /** [B, H] each, where the task carries states. */
  readonly carried: Readonly<Record<Purpose, Tensor>> | null;
}

/** A layer before memory exists. */
export interface LayerPlan {
  readonly name: string;
  readonly options: LayerOptions;
  readonly inputSize: number;
  readonly workspace: NamedTensors;
  readonly states: readonly StateMemory[];
}

/** A cell of a layer and its tensors by name, for what looks into a cell: regularizers. */
export interface LayerCell {
  readonly type: LayerOptions['type'];
  readonly hiddenSize: number;
  readonly parameters: NamedTensors;
  readonly gradient: NamedTensors;
  readonly workspace: NamedTensors;
}

/** A layer that can run. */
export interface Layer {
  readonly name: string;
  readonly hiddenSize: number;
  readonly h: Tensor;
  readonly dh: Tensor;
  readonly cells: readonly LayerCell[];
  /**
   * Computes the states of a batch, from the initial states or, with `carry`, from those the last
   * pass of the same purpose ended with.
   */
  forward(input: SequenceInput, size: SequenceSize, carry: boolean, purpose: Purpose): void;
  /**
   * Adds the layer's part to the gradient after `forward`; see `Cell.backward`.
   * @param carried whether that pass carried states over, so that initial states had no part in it
   */
  backward(input: SequenceInput, size: SequenceSize, steps: OutputSteps, carried: boolean): void;
}

/** The cell of a layer; its options are of the same member of the table. */
export function cellOf(options: LayerOptions): Cell<CellOptions> {
  return cells[options.type] as unknown as Cell<CellOptions>;
}

/** Parameters of a layer, initial states included, named `layers.<index>.<name>`. */
export function layerParameters(
  name: string,
  options: LayerOptions,
  inputSize: number,
): ParameterSpec[] {
  const cell = cellOf(options);
  const specs = [...cell.parameters(options, inputSize)];
  if (options.initialState === 'trainable') {
    for (const state of cell.states) {
      specs.push({ name: `${state}0`, shape: [options.hiddenSize], role: 'initialState' });
    }
  }
  return specs.map((spec) => ({ ...spec, name: `${name}.${spec.name}` }));
}

/** Plans the memory of a layer for at most T steps of B sequences. */
export function planLayer(
  plan: ArenaPlan,
  name: string,
  options: LayerOptions,
  inputSize: number,
  size: SequenceSize,
  carriesState: boolean,
): LayerPlan {
  const cell = cellOf(options);
  const H = options.hiddenSize;
  const specs = cell.workspace(options, inputSize, size);
  const tensors = plan.vector(specs).tensors;
  return {
    name,
    options,
    inputSize,
    workspace: byName(tensors, ''),
    states: cell.states.map((state) => ({
      name: state,
      start: options.initialState === 'trainable' ? null : plan.tensor(`${state}0`, 1, H),
      carried: carriesState
        ? {
            train: plan.tensor(`${state}.train`, size.batchSize, H),
            evaluate: plan.tensor(`${state}.evaluate`, size.batchSize, H),
          }
        : null,
    })),
  };
}

/** Opens a planned layer: constant initial states are written, kernels bound. */
export function createLayer(
  plan: LayerPlan,
  arena: Arena,
  kernels: Kernels,
  parameterVector: TensorVector,
  gradientVector: TensorVector,
): Layer {
  const { name, options, inputSize, workspace, states } = plan;
  const cell = cellOf(options);
  const parameters = byName(parameterVector.tensors, `${name}.`);
  const gradient = byName(gradientVector.tensors, `${name}.`);
  const constant = typeof options.initialState === 'number' ? options.initialState : 0;
  for (const { start } of states) {
    if (start) arena.write(start, new Array<number>(options.hiddenSize).fill(constant));
  }

  // One context per input place: the place moves only with the batch size.
  const contexts = new Map<SequenceInput, LayerContext<CellOptions>>();
  const contextOf = (input: SequenceInput): LayerContext<CellOptions> => {
    let context = contexts.get(input);
    if (!context) {
      context = { kernels, options, inputSize, input, parameters, gradient, workspace };
      contexts.set(input, context);
    }
    return context;
  };

  return {
    name,
    hiddenSize: options.hiddenSize,
    h: named(workspace, 'h'),
    dh: named(workspace, 'dh'),
    cells: [
      { type: options.type, hiddenSize: options.hiddenSize, parameters, gradient, workspace },
    ],
    forward(input, size, carry, purpose) {
      const { sequenceLength: T, batchSize: B } = size;
      for (const { name: state, start, carried } of states) {
        const { address, row } = named(workspace, state);
        if (carry && carried) kernels.fillRows(address, B * row, carried[purpose].address, 1);
        else kernels.fillRows(address, row, (start ?? named(parameters, `${state}0`)).address, B);
      }
      cell.forward(contextOf(input), size);
      for (const { name: state, carried } of states) {
        if (!carried) continue;
        const { address, row } = named(workspace, state);
        kernels.fillRows(carried[purpose].address, B * row, address + T * B * row, 1);
      }
    },
    backward(input, size, steps, carried) {
      cell.backward(contextOf(input), size, steps);
      if (carried) return; // the initial state had no part in this chunk
      for (const { name: state, start } of states) {
        if (start) continue;
        const { address, row } = named(workspace, `d${state}`);
        kernels.sumRows(named(gradient, `${state}0`).address, address, row, size.batchSize);
      }
    },
  };
}

function byName(tensors: readonly Tensor[], prefix: string): NamedTensors {
  return Object.fromEntries(
    tensors
      .filter((tensor) => tensor.name.startsWith(prefix))
      .map((tensor) => [tensor.name.slice(prefix.length), tensor]),
  );
}
