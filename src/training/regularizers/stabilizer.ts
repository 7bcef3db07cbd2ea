// The norm stabiliser: keeps the norm of the states from one step to the next.
import { named } from '../../cells/cell.ts';
import type { Kernels } from '../../math/kernels.ts';
import type { Direction } from '../../model/direction.ts';
import type { Batch } from '../../tasks/task.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of `stabilizer`. */
export interface StabilizerOptions {
  readonly type: 'stabilizer';
  /** Weight β, at least 0. */
  readonly beta: number;
}

/**
 * β/T·Σ_{t=1}^T (‖h_t‖ − ‖h_{t−1}‖)², the mean over the batch, summed over layers. As in the paper
 * the sum begins at t = 1 and so holds the initial state h_0, trained ones with their derivative.
 * With n_t = ‖h_t‖ it adds to dL/dh_t, before back-propagation through time,
 *
 *     2β/(T·B)·((n_t − n_{t−1}) − (n_{t+1} − n_t))·h_t/n_t
 *
 * without the part of t + 1 at t = T and nothing where n_t = 0, the norm's subgradient of least
 * length. Only h counts, not a cell's other states.
 * @see Krueger and Memisevic (2016), Regularizing RNNs by stabilizing activations, section 1.
 */
export const stabilizer: Regularizer<StabilizerOptions> = {
  type: 'stabilizer',
  summary: 'β/T·Σ (‖h_t‖ - ‖h_{t-1}‖)² over t = 1 … T: keeps the norm of the states',
  source: 'Krueger & Memisevic 2016, Regularizing RNNs by stabilizing activations',

  plan({ beta }) {
    return (_arena, kernels, { layers, batch }) => {
      let penalty = 0;
      return {
        stateTerm(layer) {
          if (layer === layers.length - 1) penalty = 0; // the first that BPTT comes to
          for (const cell of layers[layer]!.directions)
            penalty += stabilize(kernels, cell, batch, beta);
        },
        add: () => penalty,
      };
    };
  },
};

/** Adds the term of one cell to dL/dh_t and to the gradient of its initial state; returns its value. */
function stabilize(kernels: Kernels, cell: Direction, batch: Batch, beta: number): number {
  const { sequenceLength: T, batchSize: B, carryState } = batch;
  const { address: dh, row } = named(cell.workspace, 'dh');
  const h = named(cell.workspace, 'h').address;
  const weight = beta / (T * B);
  const sum = kernels.stabilizeNorms(dh, h, row, T, B, cell.hiddenSize, 2 * weight);
  // The cell's own pass will write over block 0 of dh; a carried state is not trained.
  const start = cell.gradient.h0;
  if (start && !(carryState && cell.carries)) kernels.sumRows(start.address, dh, row, B);
  return weight * sum;
}
