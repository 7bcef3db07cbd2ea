// The Elman cell, the simple recurrent network of the lecture and the paper.
import { ELEMENT_BYTES } from '../math/kernels.ts';
import { type ActivationName, activations } from './activations.ts';
import { type Cell, type CellOptions, named, type ParameterSpec } from './cell.ts';
import { addInputGradients, projectInput, projectionWorkspace } from './inputProjection.ts';
import {
  addRecurrentGradient,
  hasPartFromAbove,
  holdStates,
  passBack,
  receiveGradient,
  recurrenceWorkspace,
  recurrentInput,
} from './recurrence.ts';

const STATES = ['h'] as const;

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

  states: STATES,

  parameters({ hiddenSize: H, bias }, inputSize) {
    const specs: ParameterSpec[] = [
      { name: 'Wxh', shape: [inputSize, H], role: 'input' },
      { name: 'Whh', shape: [H, H], role: 'recurrent' },
    ];
    if (bias) specs.push({ name: 'bh', shape: [H], role: 'bias' });
    return specs;
  },

  workspace(options, inputSize, size) {
    const { hiddenSize: H } = options;
    return [
      ...recurrenceWorkspace(options, size),
      { name: 'da', shape: [size.sequenceLength * size.batchSize, H] },
      { name: 'WhhT', shape: [H, H] },
      projectionWorkspace(inputSize, H),
    ];
  },

  forward(context, pass) {
    const { kernels, options, parameters, workspace } = context;
    const { batchSize: B } = pass;
    const H = options.hiddenSize;
    const element = ELEMENT_BYTES[kernels.precision];
    const activation = activations[options.activation];
    const Whh = named(parameters, 'Whh');
    const { address: h, row, columns } = named(workspace, 'h');
    const block = B * row;

    projectInput(context, pass, { address: h + block, row, columns });
    for (let t = 1; t <= pass.sequenceLength; t++) {
      const before = recurrentInput(context, pass, t);
      const now = h + t * block;
      kernels.matmul(now, row, before, row, element, Whh.address, Whh.row, B, H, H, 1);
      activation.forward(kernels, now, row, B, H);
      holdStates(context, pass, t, STATES);
    }
  },

  backward(context, pass, steps) {
    const { kernels, options, parameters, gradient, workspace } = context;
    const activation = activations[options.activation];
    const Whh = named(parameters, 'Whh');
    const WhhT = named(workspace, 'WhhT');
    const { address: h, row } = named(workspace, 'h');
    const dh = named(workspace, 'dh').address;
    const da = named(workspace, 'da');
    const block = pass.batchSize * row;

    kernels.transpose(WhhT.address, WhhT.row, Whh.address, Whh.row, Whh.rows, Whh.columns);
    const now = { address: 0, row, columns: da.columns };
    for (let t = pass.sequenceLength; t >= 1; t--) {
      receiveGradient(context, pass, t);
      now.address = da.address + (t - 1) * block;
      activation.backward(kernels, now.address, dh + t * block, h + t * block, block);
      passBack(context, pass, t, now, WhhT, hasPartFromAbove(steps, t));
    }
    addRecurrentGradient(context, pass, named(gradient, 'Whh'), da);
    addInputGradients(context, pass, da);
  },
};
