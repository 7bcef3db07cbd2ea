// The kernels of losses over rows of outputs: the sum of the losses and the scaled gradient.
import type { Address } from './address.ts';

/** Losses over padded rows. */
export interface LossOperations {
  /**
   * Returns Σ_n −ln softmax(z_n)[index_n] and writes gradient = scale·(softmax(z) − onehot). The
   * exponentials of a row are summed lane by lane (32 bytes of lanes, folded by halves); the rows'
   * losses are summed in f64.
   */
  softmaxCrossEntropy(
    gradient: Address,
    logits: Address,
    row: number,
    indices: Address,
    rows: number,
    columns: number,
    scale: number,
  ): number;
  /**
   * Returns Σ −y·ln σ(z) − (1 − y)·ln(1 − σ(z)) over rows and columns and writes
   * gradient = scale·(σ(z) − y). Losses are summed in f64, lane by lane, folded by halves.
   */
  sigmoidCrossEntropy(
    gradient: Address,
    logits: Address,
    targets: Address,
    row: number,
    rows: number,
    columns: number,
    scale: number,
  ): number;
  /** Returns Σ (z − y)² and writes gradient = 2·scale·(z − y); summed as in sigmoidCrossEntropy. */
  squaredError(
    gradient: Address,
    outputs: Address,
    targets: Address,
    row: number,
    rows: number,
    columns: number,
    scale: number,
  ): number;
  /**
   * Returns Σ ½e² for |e| ≤ δ and δ·(|e| − ½δ) beyond, e = z − y, and writes gradient = scale·e with
   * e held within [−δ, δ]; computed in f64 as q·(|e| − ½q), q = min(|e|, δ), with δ rounded to the
   * kernels' precision, and summed as in sigmoidCrossEntropy.
   */
  huber(
    gradient: Address,
    outputs: Address,
    targets: Address,
    row: number,
    rows: number,
    columns: number,
    scale: number,
    delta: number,
  ): number;
}
