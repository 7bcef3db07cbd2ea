// ‖dL/dh_t‖ over t: does the gradient reach the beginning?
import type { Kernels } from '../math/kernels.ts';
import type { Network } from '../model/network.ts';
import type { StateGradientEvent } from './events.ts';

/** Reads the norms left by the last backward pass, over batch and units, for t = 1 … T. */
export function stateGradient(
  kernels: Kernels,
  network: Network,
  step: number,
  sequenceLength: number,
  batchSize: number,
): StateGradientEvent {
  return {
    type: 'stateGradient',
    step,
    layers: network.layers.map(({ dh }) => {
      const block = batchSize * dh.row;
      return Array.from({ length: sequenceLength }, (_, k) =>
        Math.sqrt(kernels.sumSquares(dh.address + (k + 1) * block, block)),
      );
    }),
  };
}
