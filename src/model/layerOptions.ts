// What a config may say about one layer: its cell, and what stands around it.
import type { RecurrentOptions } from '../cells/index.ts';

/** What a layer may have around its cell; all off by default. */
export interface SurroundingOptions {
  /** Whether a second cell runs from the end to the beginning; the outputs are [forward, backward]. */
  readonly bidirectional?: boolean;
  /** `layer` normalises each output row by its own mean and variance, then gain and bias. */
  readonly normalization?: 'none' | 'layer';
  /** Whether the layer's input is added to its outputs. */
  readonly residual?: boolean;
  /** Probability that an element of the outputs is left out in training, in [0, 1). */
  readonly dropout?: number;
}

/** Options of a layer. */
export type LayerOptions = RecurrentOptions & SurroundingOptions;

/** Features of a layer's outputs. */
export function outputSizeOf({ hiddenSize, bidirectional = false }: LayerOptions): number {
  return bidirectional ? 2 * hiddenSize : hiddenSize;
}
