// What turns states into outputs: a linear map, or nothing.
import { type NamedTensors, named, type ParameterSpec } from '../cells/cell.ts';
import type { ArenaPlan } from '../math/arena.ts';
import type { Definition } from '../math/definition.ts';
import { type Address, ELEMENT_BYTES, type Kernels } from '../math/kernels.ts';

/** Options of the readout. */
export interface ReadoutOptions {
  readonly type: 'linear' | 'none';
}

/** Rows of states, their gradient, and where outputs and their gradient lie. */
export interface ReadoutPlace {
  readonly states: Address;
  readonly stateGradient: Address;
  readonly stateRow: number;
  readonly outputs: Address;
  readonly outputGradient: Address;
  readonly outputRow: number;
}

/** A readout: forward from states to outputs, backward from dL/doutputs to dL/dstates. */
export interface Readout extends Definition {
  /** Trainable tensors for states of H and outputs of O. */
  parameters(hiddenSize: number, outputSize: number): readonly ParameterSpec[];
  /** Memory of its own; null where outputs are the states themselves. */
  plan(plan: ArenaPlan, rows: number, hiddenSize: number, outputSize: number): NamedTensors | null;
  /** Writes the outputs of `rows` rows of states. */
  forward(
    kernels: Kernels,
    place: ReadoutPlace,
    parameters: NamedTensors,
    rows: number,
    hiddenSize: number,
    outputSize: number,
  ): void;
  /** Adds to the gradient and writes dL/dstates, given dL/doutputs. */
  backward(
    kernels: Kernels,
    place: ReadoutPlace,
    parameters: NamedTensors,
    gradient: NamedTensors,
    workspace: NamedTensors | null,
    rows: number,
    hiddenSize: number,
    outputSize: number,
  ): void;
}

/** y = h·W + b, W [H, O], b [O]; dW = hᵀ·dy, db = Σ dy, dh = dy·Wᵀ. */
const linear: Readout = {
  type: 'linear',
  summary: 'y = h·W + b',
  source: 'Lee, Neural Network with Memory (2); Pascanu et al. 2013, section 1',
  parameters: (hiddenSize, outputSize) => [
    { name: 'W', shape: [hiddenSize, outputSize], role: 'output' },
    { name: 'b', shape: [outputSize], role: 'bias' },
  ],
  plan: (plan, rows, hiddenSize, outputSize) => ({
    y: plan.tensor('y', rows, outputSize),
    dy: plan.tensor('dy', rows, outputSize),
    WT: plan.tensor('WT', outputSize, hiddenSize),
  }),
  forward(kernels, { states, stateRow, outputs, outputRow }, parameters, rows, H, O) {
    const W = named(parameters, 'W');
    const element = ELEMENT_BYTES[kernels.precision];
    kernels.fillRows(outputs, outputRow, named(parameters, 'b').address, rows);
    kernels.matmul(outputs, outputRow, states, stateRow, element, W.address, W.row, rows, O, H, 1);
  },
  backward(kernels, place, parameters, gradient, workspace, rows, H, O) {
    const { states, stateGradient, stateRow, outputGradient: dy, outputRow } = place;
    const element = ELEMENT_BYTES[kernels.precision];
    const W = named(parameters, 'W');
    const dW = named(gradient, 'W');
    const WT = named(workspace ?? {}, 'WT');
    kernels.matmul(dW.address, dW.row, states, element, stateRow, dy, outputRow, H, O, rows, 1);
    kernels.sumRows(named(gradient, 'b').address, dy, outputRow, rows);
    kernels.transpose(WT.address, WT.row, W.address, W.row, H, O);
    kernels.matmul(
      stateGradient,
      stateRow,
      dy,
      outputRow,
      element,
      WT.address,
      WT.row,
      rows,
      H,
      O,
      0,
    );
  },
};

/** y = h: the loss reads the states and writes their gradient directly. */
const none: Readout = {
  type: 'none',
  summary: 'y = h, the last layer itself is the output',
  source: 'Pascanu et al. 2013, figure 6 (the toy)',
  parameters: () => [],
  plan: () => null,
  forward: () => {},
  backward: () => {},
};

/** Every readout by the `type` a config names it by. */
export const readouts = { linear, none } as const satisfies Record<ReadoutOptions['type'], Readout>;
