// The kernels of activations, forward in place and backward from the output.
import type { Address } from './address.ts';

/**
 * Activations over padded rows. tanh and σ act on the first `columns` elements of rows that may begin
 * and end anywhere, and leave the rest as it is.
 */
export interface ActivationOperations {
  /** a = tanh(a) in place. */
  tanhForward(a: Address, row: number, rows: number, columns: number): void;
  /** a = σ(a) in place. */
  sigmoidForward(a: Address, row: number, rows: number, columns: number): void;
  /** a = max(a, 0) in place; NaN stays NaN. */
  reluForward(a: Address, row: number, rows: number, columns: number): void;
  /** da = dh ∘ (1 − h²) over whole padded rows. */
  tanhBackward(da: Address, dh: Address, h: Address, length: number): void;
  /** da = dh ∘ h ∘ (1 − h) over whole padded rows. */
  sigmoidBackward(da: Address, dh: Address, h: Address, length: number): void;
  /** da = dh where h > 0 and 0 elsewhere, over whole padded rows. */
  reluBackward(da: Address, dh: Address, h: Address, length: number): void;
}
