// The LSTM cell with forget gate, and with peepholes where asked for.
import { ELEMENT_BYTES } from '../math/kernels.ts';
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

const STATES = ['h', 'c'] as const;

/** Options of an LSTM layer. */
export interface LstmOptions extends CellOptions {
  readonly type: 'lstm';
  /** Whether there is a bias bh. */
  readonly bias: boolean;
  /** Where the bias of the forget gate starts; an initializer that sets biases itself wins. */
  readonly forgetBias: number;
  /** Whether the gates see the cell state c. */
  readonly peephole: boolean;
}

/** Gates in the order of their columns, which is PyTorch's. */
const GATES = ['i', 'f', 'g', 'o'] as const;

/**
 * LSTM cell with H units, row vectors; Wxh [I, 4H], Whh [H, 4H], bh [4H] hold the columns of the
 * gates i, f, g, o side by side, so that a step needs one product:
 *
 *     a_t = x_t·Wxh + h_{t−1}·Whh + bh
 *     i, f, o = σ(a_i, a_f, a_o),  g = tanh(a_g)
 *     c_t = f∘c_{t−1} + i∘g,       h_t = o∘tanh(c_t)
 *
 * With peepholes pi, pf, po [H]: a_i += pi∘c_{t−1}, a_f += pf∘c_{t−1}, a_o += po∘c_t (diagonal, as
 * in Gers & Schmidhuber; the output gate sees the new state).
 *
 * Backward, given the part of dL/dh_t from above and dL/dc_t from step t + 1, t = T … 1:
 *
 *     da_o = dh∘tanh(c)∘o(1 − o)
 *     dc  += dh∘o∘(1 − tanh²(c))  (+ da_o∘po)
 *     da_i = dc∘g∘i(1 − i),  da_f = dc∘c_{t−1}∘f(1 − f),  da_g = dc∘i∘(1 − g²)
 *     dc_{t−1} = dc∘f  (+ da_i∘pi + da_f∘pf),   dh_{t−1} += da·Whhᵀ
 *     dWhh = Σ_t h_{t−1}ᵀ·da_t,  dWxh = Σ_t x_tᵀ·da_t,  dbh = Σ_t da_t,  dx_t = da_t·Wxhᵀ
 *     dpi = Σ_t da_i∘c_{t−1},  dpf = Σ_t da_f∘c_{t−1},  dpo = Σ_t da_o∘c_t
 *
 * One bias per gate; PyTorch has two, whose sum it is.
 *
 * @see Hochreiter & Schmidhuber (1997), Long short-term memory; Gers, Schmidhuber & Cummins (2000)
 * for the forget gate; Gers & Schmidhuber (2000), Recurrent nets that time and count, for
 * peepholes; Jozefowicz et al. (2015) for a forget bias of 1.
 */
export const lstm: Cell<LstmOptions> = {
  type: 'lstm',
  summary:
    'c_t = f∘c_{t-1} + i∘g, h_t = o∘tanh(c_t); i, f, o = σ, g = tanh of x·Wxh + h·Whh + bh; peepholes optional',
  source: 'Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000',

  states: STATES,

  parameters({ hiddenSize: H, bias, forgetBias, peephole }, inputSize) {
    const specs: ParameterSpec[] = [
      { name: 'Wxh', shape: [inputSize, 4 * H], role: 'input', gates: GATES },
      { name: 'Whh', shape: [H, 4 * H], role: 'recurrent', gates: GATES },
    ];
    const gateStart = { f: forgetBias };
    if (bias) specs.push({ name: 'bh', shape: [4 * H], role: 'bias', gates: GATES, gateStart });
    if (peephole) {
      for (const name of ['pi', 'pf', 'po']) specs.push({ name, shape: [H], role: 'peephole' });
    }
    return specs;
  },

  workspace(options, inputSize, size) {
    const { hiddenSize: H } = options;
    const { sequenceLength: T, batchSize: B } = size;
    return [
      ...recurrenceWorkspace(options, size),
      { name: 'c', shape: [(T + 1) * B, H] },
      { name: 'dc', shape: [(T + 1) * B, H] },
      { name: 'dcHeld', shape: [B, H] },
      { name: 'tanhC', shape: [T * B, H] },
      { name: 'da', shape: [T * B, 4 * H] }, // a_t, then the gates, until the way back
      { name: 'WhhT', shape: [4 * H, H] },
      { name: 'zero', shape: [H] },
      projectionWorkspace(inputSize, 4 * H),
    ];
  },

  forward(context, pass) {
    const { kernels: k, options, parameters, workspace } = context;
    const { batchSize: B } = pass;
    const H = options.hiddenSize;
    const element = ELEMENT_BYTES[k.precision];
    const Whh = named(parameters, 'Whh');
    const { pi, pf, po } = parameters;
    const a = named(workspace, 'da');
    const { address: h, row } = named(workspace, 'h');
    const c = named(workspace, 'c').address;
    const tanhC = named(workspace, 'tanhC').address;
    const [block, width] = [B * row, H * element];

    projectInput(context, pass, a);
    for (let t = 1; t <= pass.sequenceLength; t++) {
      const before = recurrentInput(context, pass, t);
      const i = a.address + (t - 1) * B * a.row;
      const [f, g, o] = [i + width, i + 2 * width, i + 3 * width];
      const [cNow, cBefore] = [c + t * block, c + (t - 1) * block];
      const tanhNow = tanhC + (t - 1) * block;
      k.matmul(i, a.row, before, row, element, Whh.address, Whh.row, B, 4 * H, H, 1);
      if (pi) k.addProductColumns(i, a.row, cBefore, row, pi.address, 0, B, H);
      if (pf) k.addProductColumns(f, a.row, cBefore, row, pf.address, 0, B, H);
      k.sigmoidForward(i, a.row, B, 2 * H);
      k.tanhForward(g, a.row, B, H);
      k.lstmCell(cNow, tanhNow, cBefore, row, i, a.row, B, H);
      if (po) k.addProductColumns(o, a.row, cNow, row, po.address, 0, B, H);
      k.sigmoidForward(o, a.row, B, H);
      k.tanhForward(tanhNow, row, B, H);
      k.multiplyColumns(h + t * block, row, o, a.row, tanhNow, row, B, H);
      holdStates(context, pass, t, STATES);
    }
  },

  backward(context, pass, steps) {
    const { kernels: k, options, parameters, gradient, workspace } = context;
    const { sequenceLength: T, batchSize: B, lengths } = pass;
    const H = options.hiddenSize;
    const Whh = named(parameters, 'Whh');
    const { pi, pf, po } = parameters;
    const { pi: dpi, pf: dpf, po: dpo } = gradient;
    const WhhT = named(workspace, 'WhhT');
    const da = named(workspace, 'da');
    const { address: dh, row } = named(workspace, 'dh');
    const c = named(workspace, 'c').address;
    const dc = named(workspace, 'dc').address;
    const dcHeld = named(workspace, 'dcHeld').address;
    const tanhC = named(workspace, 'tanhC').address;
    const zero = named(workspace, 'zero').address;
    const [block, width] = [B * row, H * ELEMENT_BYTES[k.precision]];
    const now = { address: 0, row: da.row, columns: da.columns };

    k.transpose(WhhT.address, WhhT.row, Whh.address, Whh.row, H, 4 * H);
    k.fillRows(dc + T * block, row, zero, B);
    for (let t = pass.sequenceLength; t >= 1; t--) {
      receiveGradient(context, pass, t);
      const daI = da.address + (t - 1) * B * da.row;
      const [daF, daO] = [daI + width, daI + 3 * width];
      const [dhNow, cNow, dcNow] = [dh + t * block, c + t * block, dc + t * block];
      const [cBefore, dcBefore] = [cNow - block, dcNow - block];
      const tanhNow = tanhC + (t - 1) * block;
      now.address = daI;
      if (lengths) {
        k.fillRows(dcHeld, row, zero, B);
        k.passHeldRows(dcHeld, dcNow, row, lengths, t, B);
      }
      const peephole = po?.address ?? 0;
      k.lstmBackward(daI, da.row, dcNow, dcBefore, dhNow, tanhNow, cBefore, row, peephole, B, H);
      if (pi && pf) {
        k.addProductColumns(dcBefore, row, daI, da.row, pi.address, 0, B, H);
        k.addProductColumns(dcBefore, row, daF, da.row, pf.address, 0, B, H);
      }
      if (dpi) k.addProductColumns(dpi.address, 0, daI, da.row, cBefore, row, B, H);
      if (dpf) k.addProductColumns(dpf.address, 0, daF, da.row, cBefore, row, B, H);
      if (dpo) k.addProductColumns(dpo.address, 0, daO, da.row, cNow, row, B, H);
      if (lengths) k.add(dcBefore, dcHeld, block);
      passBack(context, pass, t, now, WhhT, hasPartFromAbove(steps, t));
    }
    addRecurrentGradient(context, pass, named(gradient, 'Whh'), da);
    addInputGradients(context, pass, da);
  },
};
