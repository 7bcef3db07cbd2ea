// The Elman cell, the simple recurrent network of the lecture and the paper.
import { ELEMENT_BYTES } from '../math/kernels.ts';
import { type ActivationName, activations } from './activations.ts';
import { type Cell, type CellOptions, named, type ParameterSpec } from './cell.ts';

/** Options of an Elman layer. */
export interface ElmanOptions extends CellOptions {
  readonly type: 'elman';
  readonly activation: ActivationName;
  /** Whether there is a bias bh. */
  readonly bias: boolean;
}

/**
 * Elman cell: h_t = f(x_t·Wxh + h_{t−1}·Whh + bh), row vectors, Wxh [I, H], Whh [H, H], bh [H].
 *
 * Backward, with da_t = dL/da_t for a_t = f⁻¹(h_t) and given the part of dL/dh_t from above:
 *
 *     dL/dh_{t−1} += da_t·Whhᵀ,       da_t = dL/dh_t ∘ f'(a_t),     t = T … 1
 *     dWhh = Σ_t h_{t−1}ᵀ·da_t,       dWxh = Σ_t x_tᵀ·da_t
 *     dbh  = Σ_t da_t,                dL/dx_t = da_t·Wxhᵀ
 *
 * f' is taken from h_t alone. Products that do not depend on the recurrence are one product over
 * all T·B rows: x·Wxh before the loop over time, dWxh and dWhh after it.
 *
 * @see Elman, J. L. (1990), Finding structure in time; Werbos, P. J. (1990) for BPTT; Pascanu et
 * al. (2013), eq. 2–5, where the input is u_t and the state x_t.
 */
export const elman: Cell<ElmanOptions> = {
  type: 'elman',
  summary: 'h_t = f(x_t·Wxh + h_{t-1}·Whh + bh), f = tanh, sigmoid, relu or linear',
  source: 'Elman 1990, Finding structure in time',

  states: ['h'],

  parameters({ hiddenSize: H, bias }, inputSize) {
    const specs: ParameterSpec[] = [
      { name: 'Wxh', shape: [inputSize, H], role: 'input' },
      { name: 'Whh', shape: [H, H], role: 'recurrent' },
    ];
    if (bias) specs.push({ name: 'bh', shape: [H], role: 'bias' });
    return specs;
  },

  workspace({ hiddenSize: H }, inputSize, { sequenceLength: T, batchSize: B }) {
    return [
      { name: 'h', shape: [(T + 1) * B, H] },
      { name: 'dh', shape: [(T + 1) * B, H] },
      { name: 'da', shape: [T * B, H] },
      { name: 'WhhT', shape: [H, H] },
      { name: 'WxhT', shape: [H, inputSize] },
    ];
  },

  forward({ kernels, options, inputSize, input, parameters, workspace }, size) {
    const { sequenceLength: T, batchSize: B } = size;
    const H = options.hiddenSize;
    const element = ELEMENT_BYTES[kernels.precision];
    const activation = activations[options.activation];
    const Wxh = named(parameters, 'Wxh');
    const Whh = named(parameters, 'Whh');
    const bh = parameters.bh?.address ?? 0;
    const { address: h, row } = named(workspace, 'h');
    const block = B * row;

    if (input.kind === 'index') {
      kernels.gatherRows(h + block, row, Wxh.address, bh, input.address, T * B);
    } else {
      if (bh) kernels.fillRows(h + block, row, bh, T * B);
      kernels.matmul(
        h + block,
        row,
        input.address,
        input.row,
        element,
        Wxh.address,
        Wxh.row,
        T * B,
        H,
        inputSize,
        bh,
      );
    }
    for (let at = h, end = h + T * block; at < end; at += block) {
      const next = at + block;
      kernels.matmul(next, row, at, row, element, Whh.address, Whh.row, B, H, H, 1);
      activation.forward(kernels, next, row, B, H);
    }
  },

  backward({ kernels, options, inputSize, input, parameters, gradient, workspace }, size, steps) {
    const { sequenceLength: T, batchSize: B } = size;
    const H = options.hiddenSize;
    const element = ELEMENT_BYTES[kernels.precision];
    const activation = activations[options.activation];
    const Wxh = named(parameters, 'Wxh');
    const Whh = named(parameters, 'Whh');
    const WhhT = named(workspace, 'WhhT');
    const { address: h, row } = named(workspace, 'h');
    const dh = named(workspace, 'dh').address;
    const da = named(workspace, 'da').address;
    const block = B * row;
    const rows = T * B;

    kernels.transpose(WhhT.address, WhhT.row, Whh.address, Whh.row, H, H);
    for (let t = T; t >= 1; t--) {
      const now = da + (t - 1) * block;
      activation.backward(kernels, now, dh + t * block, h + t * block, block);
      const before = dh + (t - 1) * block;
      const accumulate = steps === 'everyStep' && t > 1 ? 1 : 0;
      kernels.matmul(before, row, now, row, element, WhhT.address, row, B, H, H, accumulate);
    }

    const dWhh = named(gradient, 'Whh');
    kernels.matmul(dWhh.address, dWhh.row, h, element, row, da, row, H, H, rows, 1);
    const dWxh = named(gradient, 'Wxh');
    if (input.kind === 'index') {
      kernels.scatterAddRows(dWxh.address, da, row, input.address, rows);
    } else {
      const { address: x, row: xRow, gradient: dx } = input;
      kernels.matmul(dWxh.address, dWxh.row, x, element, xRow, da, row, inputSize, H, rows, 1);
      if (dx) {
        const WxhT = named(workspace, 'WxhT');
        kernels.transpose(WxhT.address, WxhT.row, Wxh.address, Wxh.row, inputSize, H);
        const { address, row: tRow } = WxhT;
        kernels.matmul(dx, xRow, da, row, element, address, tRow, rows, inputSize, H, 0);
      }
    }
    if (gradient.bh) kernels.sumRows(gradient.bh.address, da, row, rows);
  },
};
