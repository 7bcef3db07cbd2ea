// When a run counts as diverged, and where it went astray. Only looked for once it has.
import type { Arena } from '../math/arena.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';
import type { Network } from '../model/network.ts';
import type { Divergence } from './events.ts';

/** A loss this many times the larger of 1 and the first finite loss is beyond all bounds. */
const LOSS_LIMIT_FACTOR = 1e6;

/** The loss above which a run counts as diverged although everything is still finite. */
export function lossLimit(firstLoss: number): number {
  return LOSS_LIMIT_FACTOR * Math.max(1, firstLoss);
}

/**
 * Finds what went astray in the step just computed, in the order of computation: parameters, states
 * over time, outputs, dL/dh_t from the last step back, gradient.
 */
export function locateDivergence(
  arena: Arena,
  network: Network,
  step: number,
  loss: number,
): Divergence {
  return (
    findTensor(arena, network.parameters, step, 'parameter') ??
    findState(arena, network, step, 'state') ??
    findOutput(network, step, loss) ??
    findState(arena, network, step, 'gradient') ??
    findTensor(arena, network.gradient, step, 'gradient') ?? {
      step,
      quantity: 'loss',
      tensor: 'loss',
      timeStep: network.batch.sequenceLength,
      value: loss,
    }
  );
}

function findTensor(
  arena: Arena,
  vector: TensorVector,
  step: number,
  quantity: 'parameter' | 'gradient',
): Divergence | null {
  for (const tensor of vector.tensors) {
    const value = arena.read(tensor).find((x) => !Number.isFinite(x));
    if (value !== undefined) {
      return { step, quantity, tensor: tensor.name, timeStep: null, value };
    }
  }
  return null;
}

/** First h_t (state) from t = 1 on, or first dL/dh_t (gradient) from t = T back, layer by layer. */
function findState(
  arena: Arena,
  { layers, batch }: Network,
  step: number,
  quantity: 'state' | 'gradient',
): Divergence | null {
  const { sequenceLength: T, batchSize: B } = batch;
  const upwards = layers.flatMap(({ directions }) => directions);
  const order = quantity === 'state' ? upwards : upwards.reverse();
  for (const layer of order) {
    const tensor = quantity === 'state' ? layer.h : layer.dh;
    for (let k = 1; k <= T; k++) {
      const t = quantity === 'state' ? k : T + 1 - k;
      const value = firstNonFinite(arena, tensor, t * B, B);
      if (value !== undefined) {
        return { step, quantity, tensor: `${layer.name}.${tensor.name}`, timeStep: t, value };
      }
    }
  }
  return null;
}

function firstNonFinite(
  arena: Arena,
  tensor: Tensor,
  from: number,
  count: number,
): number | undefined {
  for (let n = from; n < from + count; n++) {
    const start = arena.indexOf(tensor, n, 0);
    for (let j = 0; j < tensor.columns; j++) {
      const value = arena.elements[start + j]!;
      if (!Number.isFinite(value)) return value;
    }
  }
  return undefined;
}

/** The output largest in magnitude, or the first that is not finite, where the loss is to blame. */
function findOutput(network: Network, step: number, loss: number): Divergence | null {
  const { batch, options } = network;
  const { elements, start, stride, rows, rowOf } = network.outputs();
  let largest = { row: 0, value: 0 };
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < options.target.size; j++) {
      const value = elements[start + n * stride + j]!;
      if (!Number.isFinite(value)) {
        largest = { row: n, value };
        break;
      }
      if (Math.abs(value) > Math.abs(largest.value)) largest = { row: n, value };
    }
    if (!Number.isFinite(largest.value)) break;
  }
  if (Number.isFinite(loss) && Number.isFinite(largest.value) && loss < LOSS_LIMIT_FACTOR) {
    return null;
  }
  const t =
    options.target.steps === 'lastStep'
      ? batch.sequenceLength
      : Math.floor(rowOf(largest.row) / batch.batchSize) + 1;
  return { step, quantity: 'loss', tensor: 'readout.y', timeStep: t, value: largest.value };
}
