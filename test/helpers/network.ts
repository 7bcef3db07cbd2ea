// Opens networks for tests by the public interface, and fills their parameters and batches.
import { type Arena, ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { KernelName, Kernels, Precision } from '../../src/math/kernels.ts';
import type { TensorVector } from '../../src/math/layout.ts';
import { createNetwork, type Network, planNetwork } from '../../src/model/network.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import type { Batch } from '../../src/tasks/task.ts';

/** A network with its memory. */
export interface Lab {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly network: Network;
  /** Vectors laid out as the parameters, zero: room for an optimizer's state. */
  readonly state: readonly TensorVector[];
}

/** Opens a network with parameters at zero and room for `stateCount` optimizer vectors. */
export function openLab(
  options: NetworkOptions,
  precision: Precision,
  kernelName: KernelName,
  stateCount = 0,
): Lab {
  const plan = new ArenaPlan(precision);
  const networkPlan = planNetwork(plan, options);
  const state = Array.from({ length: stateCount }, () => plan.vector(networkPlan.specs));
  const arena = plan.allocate();
  const kernels = createKernels(kernelName, arena.memory, precision);
  return { arena, kernels, network: createNetwork(networkPlan, arena, kernels), state };
}

/** Contents of a batch without padding, row by row; what the network does not use may be absent. */
export interface BatchContent {
  readonly inputs?: readonly number[];
  readonly symbols?: readonly number[];
  readonly values?: readonly number[];
  readonly classes?: readonly number[];
  /** Steps of each sequence, where they differ. */
  readonly lengths?: readonly number[];
  /** 1 where an input row has a target. */
  readonly marks?: readonly number[];
}

/** Writes a batch of the network's full size. */
export function fillBatch({ batch, options }: Network, content: BatchContent): void {
  const { inputs, symbols, values, classes, lengths, marks } = content;
  if (inputs) writeRows(batch.inputs, batch.inputStride, options.input.size, inputs);
  if (values) writeRows(batch.values, batch.valueStride, options.target.size, values);
  if (symbols) batch.symbols.set(symbols);
  if (classes) batch.classes.set(classes);
  if (lengths) batch.lengths.set(lengths);
  if (marks) batch.marks.set(marks);
}

function writeRows(
  target: Batch['inputs'],
  stride: number,
  size: number,
  values: readonly number[],
): void {
  values.forEach((value, i) => {
    target[Math.floor(i / size) * stride + (i % size)] = value;
  });
}

/** Copies the tensors of a vector out by name, without padding. */
export function readTensors(arena: Arena, vector: TensorVector): Map<string, number[]> {
  return new Map(vector.tensors.map((tensor) => [tensor.name, arena.read(tensor)]));
}
