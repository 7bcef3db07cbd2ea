// A cell that runs over a sequence in one direction: its memory, its initial and carried states. How
// directions make a layer is said in layer.ts.
import {
  type Cell,
  type CellOptions,
  type LayerContext,
  type NamedTensors,
  named,
  type OutputSteps,
  type ParameterSpec,
  type Pass,
  type SequenceInput,
  type SequenceSize,
} from '../cells/cell.ts';
import { cells, type RecurrentOptions } from '../cells/index.ts';
import type { Arena, ArenaPlan } from '../math/arena.ts';
import type { Address, Kernels } from '../math/kernels.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';
import type { Batch } from '../tasks/task.ts';

/** Whose state a forward pass carries over: evaluating must not disturb training. */
export type Purpose = 'train' | 'evaluate';

/** What of a batch says which states are carried. */
export type Carry = Pick<Batch, 'carryState' | 'window'>;

/** A state of a cell: where it starts, and what was carried over for each purpose. */
interface StateMemory {
  readonly name: string;
  /** [H]: the constant initial state, where it is not trained. */
  readonly start: Tensor | null;
  /** [B, H] each, where the task carries states. */
  readonly carried: Readonly<Record<Purpose, Tensor>> | null;
}

/** A direction before memory exists. */
export interface DirectionPlan {
  readonly name: string;
  readonly options: RecurrentOptions;
  readonly inputSize: number;
  readonly workspace: NamedTensors;
  /** [H] zeros. */
  readonly zero: Tensor;
  readonly states: readonly StateMemory[];
}

/** A direction that can run. */
export interface Direction {
  readonly name: string;
  readonly type: RecurrentOptions['type'];
  readonly hiddenSize: number;
  /** Whether its states are carried over where a batch asks for it; a backward direction's are not. */
  readonly carries: boolean;
  /** What training leaves for the batch after: carried states and masks of recurrent dropout. */
  readonly kept: readonly Tensor[];
  /** Trained tensors, their gradient and the cell's memory, by the names the cell gives them. */
  readonly parameters: NamedTensors;
  readonly gradient: NamedTensors;
  readonly workspace: NamedTensors;
  readonly h: Tensor;
  readonly dh: Tensor;
  /** Zeroes dL/dh_t where nothing from above is: at t = 0, and with lastStep at all t < T. */
  clearUnset(size: SequenceSize, steps: OutputSteps): void;
  /**
   * Computes the states of a batch, from the initial states or, with `carryState`, from those the
   * last pass of the same purpose kept: the ones it ended with, or of a window the ones that the next
   * window begins at.
   */
  forward(input: SequenceInput, pass: Pass, carry: Carry, purpose: Purpose): void;
  /**
   * Adds the cell's part to the gradient after `forward`; see `Cell.backward`.
   * @param carried whether that pass carried states over, so that initial states had no part in it
   */
  backward(input: SequenceInput, pass: Pass, steps: OutputSteps, carried: boolean): void;
}

/** Rows of outputs and where their gradient lies. */
export interface OutputPlace {
  readonly address: Address;
  readonly gradient: Address;
  readonly row: number;
}

/** The cell of a direction; its options are of the same member of the table. */
export function cellOf(options: RecurrentOptions): Cell<CellOptions> {
  return cells[options.type] as unknown as Cell<CellOptions>;
}

/** Parameters of a cell, initial states included, named `<name>.<parameter>`. */
export function directionParameters(
  name: string,
  options: RecurrentOptions,
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

/** Plans the memory of a direction for at most T steps of B sequences. */
export function planDirection(
  plan: ArenaPlan,
  name: string,
  options: RecurrentOptions,
  inputSize: number,
  size: SequenceSize,
  carriesState: boolean,
): DirectionPlan {
  const cell = cellOf(options);
  const H = options.hiddenSize;
  const specs = cell.workspace(options, inputSize, size);
  const tensors = plan.vector(specs).tensors;
  return {
    name,
    options,
    inputSize,
    workspace: byName(tensors, ''),
    zero: plan.tensor('zero', 1, H),
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

/** Opens a planned direction: constant initial states are written, kernels bound. */
export function createDirection(
  plan: DirectionPlan,
  arena: Arena,
  kernels: Kernels,
  parameterVector: TensorVector,
  gradientVector: TensorVector,
): Direction {
  const { name, options, inputSize, workspace, zero, states } = plan;
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

  const clearUnset = ({ sequenceLength: T, batchSize: B }: SequenceSize, steps: OutputSteps) => {
    const { address, row } = named(workspace, 'dh');
    kernels.fillRows(address, row, zero.address, (steps === 'lastStep' ? T : 1) * B);
  };

  return {
    name,
    type: options.type,
    hiddenSize: options.hiddenSize,
    carries: states.some(({ carried }) => carried !== null),
    kept: [
      ...states.flatMap(({ carried }) => carried?.train ?? []),
      ...(workspace.dropout ? [workspace.dropout] : []),
    ],
    parameters,
    gradient,
    workspace,
    h: named(workspace, 'h'),
    dh: named(workspace, 'dh'),
    clearUnset,
    forward(input, pass, { carryState, window }, purpose) {
      const { sequenceLength: T, batchSize: B } = pass;
      for (const { name: state, start, carried } of states) {
        const { address, row } = named(workspace, state);
        if (carryState && carried) kernels.fillRows(address, B * row, carried[purpose].address, 1);
        else kernels.fillRows(address, row, (start ?? named(parameters, `${state}0`)).address, B);
      }
      cell.forward(contextOf(input), pass);
      const keptBlock = window?.carryFrom ?? T;
      for (const { name: state, carried } of states) {
        if (!carried) continue;
        const { address, row } = named(workspace, state);
        kernels.fillRows(carried[purpose].address, B * row, address + keptBlock * B * row, 1);
      }
    },
    backward(input, pass, steps, carried) {
      const { batchSize: B } = pass;
      // Held rows pass their gradient on from step to step: all must begin at zero.
      if (pass.lengths && steps === 'lastStep') clearUnset(pass, steps);
      cell.backward(contextOf(input), pass, pass.lengths ? 'everyStep' : steps);
      if (carried) return; // the initial state had no part in this chunk
      for (const { name: state, start } of states) {
        if (start) continue;
        const { address, row } = named(workspace, `d${state}`);
        kernels.sumRows(named(gradient, `${state}0`).address, address, row, B);
      }
    },
  };
}

/** Where a direction's states lie that are outputs: those of t = 1 … T, or of T alone. */
export function statePlace(
  { h, dh }: Pick<Direction, 'h' | 'dh'>,
  { sequenceLength: T, batchSize: B }: SequenceSize,
  steps: OutputSteps,
): OutputPlace {
  const skip = (steps === 'lastStep' ? T : 1) * B * h.row; // block 0 is the initial state
  return { address: h.address + skip, gradient: dh.address + skip, row: h.row };
}

/** Tensors whose name begins with a prefix, by the rest of their name. */
export function byName(tensors: readonly Tensor[], prefix: string): NamedTensors {
  return Object.fromEntries(
    tensors
      .filter((tensor) => tensor.name.startsWith(prefix))
      .map((tensor) => [tensor.name.slice(prefix.length), tensor]),
  );
}
