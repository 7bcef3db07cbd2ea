// ‖dL/dh_t‖ over t: does the gradient reach the beginning?
import type { Kernels } from '../math/kernels.ts';
import type { Network } from '../model/network.ts';
import type { StateGradientEvent } from './events.ts';

/** The batch of the pass that is read. */
export interface ReadBatch {
  readonly sequenceLength: number;
  readonly batchSize: number;
  /** Steps of the sequences before it, where it is a window of them. */
  readonly startStep: number;
}

/**
 * Reads the norms left by the last backward pass, over batch, units and directions, for t = 1 … T.
 * Where sequences differ in length, the backward direction's steps are those of the longest.
 */
export function stateGradient(
  kernels: Kernels,
  network: Network,
  step: number,
  { sequenceLength, batchSize, startStep }: ReadBatch,
): StateGradientEvent {
  return {
    type: 'stateGradient',
    step,
    ...(startStep > 0 ? { startStep } : {}),
    layers: network.layers.map(({ directions }) => {
      const [forward, backward] = directions.map(({ dh }) => {
        const block = batchSize * dh.row;
        return Array.from({ length: sequenceLength }, (_, k) =>
          kernels.sumSquares(dh.address + (k + 1) * block, block),
        );
      });
      // The backward direction's first step is the sequence's last.
      return forward!.map((square, k) =>
        Math.sqrt(square + (backward?.[sequenceLength - 1 - k] ?? 0)),
      );
    }),
  };
}
