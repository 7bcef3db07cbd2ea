// The activations a cell can use: f in place, and dL/da from dL/dh and h = f(a).
import { type Address, ELEMENT_BYTES, type Kernels } from '../math/kernels.ts';

/** Name of an activation. */
export type ActivationName = 'tanh' | 'sigmoid' | 'relu' | 'linear';

/** Forward and backward kernels of one activation. */
export interface Activation {
  /** Applies f in place to `rows` padded rows. */
  forward(kernels: Kernels, a: Address, row: number, rows: number, columns: number): void;
  /** Writes dL/da over `length` bytes of padded rows; reads h, the output of f. */
  backward(kernels: Kernels, da: Address, dh: Address, h: Address, length: number): void;
}

/** f by name: tanh' = 1 − h², σ' = h(1 − h), relu' = [h > 0] (0 at the kink), linear' = 1. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  tanh: {
    // Padding and all as one row, as tanh(0) = 0: faster where rows are short.
    forward(kernels, a, row, rows) {
      kernels.tanhForward(a, 0, 1, (rows * row) / ELEMENT_BYTES[kernels.precision]);
    },
    backward: (kernels, da, dh, h, length) => kernels.tanhBackward(da, dh, h, length),
  },
  sigmoid: {
    forward: (kernels, a, row, rows, columns) => kernels.sigmoidForward(a, row, rows, columns),
    backward: (kernels, da, dh, h, length) => kernels.sigmoidBackward(da, dh, h, length),
  },
  relu: {
    forward: (kernels, a, row, rows, columns) => kernels.reluForward(a, row, rows, columns),
    backward: (kernels, da, dh, h, length) => kernels.reluBackward(da, dh, h, length),
  },
  linear: {
    forward: () => {},
    backward: (kernels, da, dh, _h, length) => kernels.fillRows(da, length, dh, 1),
  },
};
