// The GRU whose reset gate acts before the recurrent product; see gru.ts for the equations.
//
// Backward, with s_t = r∘h_{t−1} and given the complete dL/dh_t, t = T … 1:
//
//     da_n = dh∘(1 − z)∘(1 − n²),   da_z = dh∘(h_{t−1} − n)∘z(1 − z)
//     ds   = da_n·Whnᵀ,             da_r = ds∘h_{t−1}∘r(1 − r)
//     dh_{t−1} += dh∘z + ds∘r + [da_r, da_z]·Wh{r,z}ᵀ
//     dWh{r,z} = Σ_t h_{t−1}ᵀ·[da_r, da_z],  dWhn = Σ_t s_tᵀ·da_n,  and with da = [da_r, da_z, da_n]
//     dWxh = Σ_t x_tᵀ·da_t,  dbh = Σ_t da_t,  dx_t = da_t·Wxhᵀ
//
// With recurrent dropout h_{t−1} is h_{t−1}∘m in r, z and s, and itself in h_t's blend.
import { ELEMENT_BYTES } from '../math/kernels.ts';
import type { TensorSpec } from '../math/layout.ts';
import {
  type LayerContext,
  named,
  type OutputSteps,
  type Pass,
  type SequenceSize,
} from './cell.ts';
import type { GruOptions } from './gruOptions.ts';
import { addInputGradients, projectInput } from './inputProjection.ts';
import {
  hasPartFromAbove,
  holdStates,
  passBack,
  passThroughDropout,
  receiveGradient,
  recurrentInput,
  recurrentInputs,
  setRecurrentGradient,
} from './recurrence.ts';

const STATES = ['h'] as const;

/** Memory beside what both variants need. */
export function workspace(
  { hiddenSize: H }: GruOptions,
  _inputSize: number,
  { sequenceLength: T, batchSize: B }: SequenceSize,
): TensorSpec[] {
  return [
    { name: 's', shape: [T * B, H] },
    { name: 'product', shape: [B, 2 * H] }, // h·Wh{r,z}, then s·Whn
    { name: 'ds', shape: [B, H] },
    { name: 'dWhhRz', shape: [H, 2 * H] },
    { name: 'dWhhN', shape: [H, H] },
  ];
}

/** Computes h_1 … h_T. */
export function forward(context: LayerContext<GruOptions>, pass: Pass): void {
  const { kernels: k, options, parameters, workspace: memory } = context;
  const { batchSize: B } = pass;
  const H = options.hiddenSize;
  const element = ELEMENT_BYTES[k.precision];
  const Whh = named(parameters, 'Whh');
  const Whn = Whh.address + 2 * H * element;
  const a = named(memory, 'da');
  const { address: product, row: productRow } = named(memory, 'product');
  const { address: h, row } = named(memory, 'h');
  const s = named(memory, 's').address;
  const block = B * row;

  projectInput(context, pass, a);
  for (let t = 1; t <= pass.sequenceLength; t++) {
    const before = recurrentInput(context, pass, t);
    const hNow = h + t * block;
    const r = a.address + (t - 1) * B * a.row;
    const n = r + 2 * H * element;
    const sNow = s + (t - 1) * block;
    k.matmul(product, productRow, before, row, element, Whh.address, Whh.row, B, 2 * H, H, 0);
    k.addColumns(r, a.row, product, productRow, B, 2 * H);
    k.sigmoidForward(r, a.row, B, 2 * H);
    k.multiplyColumns(sNow, row, r, a.row, before, row, B, H);
    k.matmul(product, productRow, sNow, row, element, Whn, Whh.row, B, H, H, 0);
    k.addColumns(n, a.row, product, productRow, B, H);
    k.tanhForward(n, a.row, B, H);
    k.gruBlend(hNow, hNow - block, row, r, a.row, B, H);
    holdStates(context, pass, t, STATES);
  }
}

/** Adds to the gradient; WhhT holds Whhᵀ. */
export function backward(context: LayerContext<GruOptions>, pass: Pass, steps: OutputSteps): void {
  const { kernels: k, options, gradient, workspace: memory } = context;
  const { sequenceLength: T, batchSize: B } = pass;
  const H = options.hiddenSize;
  const element = ELEMENT_BYTES[k.precision];
  const WhhT = named(memory, 'WhhT');
  const WhnT = WhhT.address + 2 * H * WhhT.row;
  const da = named(memory, 'da');
  const ds = named(memory, 'ds').address;
  const s = named(memory, 's').address;
  const { address: h, row } = named(memory, 'h');
  const inputs = recurrentInputs(context, pass).address;
  const dh = named(memory, 'dh').address;
  const block = B * row;
  const candidate = 2 * H * element;
  const daRz = { address: da.address, row: da.row, columns: 2 * H };
  const now = { ...daRz };

  for (let t = pass.sequenceLength; t >= 1; t--) {
    receiveGradient(context, pass, t);
    const before = (t - 1) * block;
    const daR = da.address + (t - 1) * B * da.row;
    now.address = daR;
    const accumulate = hasPartFromAbove(steps, t) ? 1 : 0;
    k.gruBackward(daR, da.row, dh + t * block, dh + before, h + before, row, B, H, accumulate);
    k.matmul(ds, row, daR + candidate, da.row, element, WhnT, WhhT.row, B, H, H, 0);
    k.resetBackward(daR, da.row, ds, row, ds, row, inputs + before, row, B, H);
    passThroughDropout(context, pass, t, ds);
    passBack(context, pass, t, now, WhhT, true);
  }
  addInputGradients(context, pass, da);

  // Columns of a gradient are written as whole rows: each block apart, then side by side.
  const [gateBlocks, candidateBlock] = [named(memory, 'dWhhRz'), named(memory, 'dWhhN')];
  const { address: dWhh, row: dRow } = named(gradient, 'Whh');
  const { address, row: bRow } = candidateBlock;
  setRecurrentGradient(context, pass, gateBlocks, daRz);
  k.matmul(address, bRow, s, element, row, da.address + candidate, da.row, H, H, T * B, 0);
  k.addColumns(dWhh, dRow, gateBlocks.address, gateBlocks.row, H, 2 * H);
  k.addColumns(dWhh + candidate, dRow, address, bRow, H, H);
}
