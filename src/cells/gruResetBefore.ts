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
    { name: 'daRz', shape: [T * B, 2 * H] }, // h·Wh{r,z} on the way forward
    { name: 'daN', shape: [T * B, H] },
    { name: 'product', shape: [B, H] },
    { name: 'productOfGates', shape: [2 * B, H] },
    { name: 'ds', shape: [B, H] },
    { name: 'dWhhRz', shape: [H, 2 * H] },
    { name: 'dWhhN', shape: [H, H] },
    { name: 'dWhh', shape: [H, 3 * H] },
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
  const rz = named(memory, 'daRz');
  const product = named(memory, 'product').address;
  const { address: h, row } = named(memory, 'h');
  const gates = named(memory, 'gates').address;
  const split = named(memory, 'productOfGates').address;
  const s = named(memory, 's').address;
  const block = B * row;

  projectInput(context, pass, a);
  for (let t = 1; t <= pass.sequenceLength; t++) {
    const before = recurrentInput(context, pass, t);
    const hNow = h + t * block;
    const r = gates + (t - 1) * 3 * block;
    const n = r + 2 * block;
    const sNow = s + (t - 1) * block;
    const rzNow = rz.address + (t - 1) * B * rz.row;
    k.matmul(rzNow, rz.row, before, row, element, Whh.address, Whh.row, B, 2 * H, H, 0);
    k.splitColumns(r, row, a.address + (t - 1) * B * a.row, a.row, B, H, 3);
    k.splitColumns(split, row, rzNow, rz.row, B, H, 2);
    k.add(r, split, 2 * block);
    k.sigmoidForward(r, row, 2 * B, H);
    k.multiply(sNow, r, before, block);
    k.matmul(product, row, sNow, row, element, Whn, Whh.row, B, H, H, 0);
    k.add(n, product, block);
    k.tanhForward(n, row, B, H);
    k.gruBlend(hNow, hNow - block, r, block);
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
  const daRz = named(memory, 'daRz');
  const daN = named(memory, 'daN');
  const ds = named(memory, 'ds').address;
  const s = named(memory, 's').address;
  const { address: h, row } = named(memory, 'h');
  const inputs = recurrentInputs(context, pass).address;
  const dh = named(memory, 'dh').address;
  const gates = named(memory, 'gates').address;
  const daOfGates = named(memory, 'daOfGates').address;
  const block = B * row;
  const candidate = daOfGates + 2 * block;
  const now = { address: 0, row: daRz.row, columns: daRz.columns };

  for (let t = pass.sequenceLength; t >= 1; t--) {
    receiveGradient(context, pass, t);
    const before = (t - 1) * block;
    now.address = daRz.address + (t - 1) * B * daRz.row;
    const dhNow = dh + t * block;
    const r = gates + 3 * before;
    k.gruBackward(daOfGates, dhNow, r, h + before, block);
    k.matmul(ds, row, candidate, row, element, WhnT, WhhT.row, B, H, H, 0);
    k.gateBackward(daOfGates, ds, inputs + before, r, block);
    k.joinColumns(da.address + (t - 1) * B * da.row, da.row, daOfGates, row, B, H, 3);
    k.joinColumns(now.address, daRz.row, daOfGates, row, B, H, 2);
    k.fillRows(daN.address + before, block, candidate, 1);
    if (hasPartFromAbove(steps, t)) k.addProduct(dh + before, dhNow, r + block, block);
    else k.multiply(dh + before, dhNow, r + block, block);
    k.multiply(ds, ds, r, block);
    passThroughDropout(context, pass, t, ds);
    passBack(context, pass, t, now, WhhT, true);
  }
  addInputGradients(context, pass, da);

  // Columns of a gradient are written as whole rows: each block apart, then side by side.
  const [gateBlocks, candidateBlock] = [named(memory, 'dWhhRz'), named(memory, 'dWhhN')];
  const joined = named(memory, 'dWhh');
  const { address, row: bRow } = candidateBlock;
  setRecurrentGradient(context, pass, gateBlocks, daRz);
  k.matmul(address, bRow, s, element, row, daN.address, row, H, H, T * B, 0);
  k.joinColumns(joined.address, joined.row, gateBlocks.address, gateBlocks.row, H, 2 * H, 1);
  k.joinColumns(joined.address + 2 * H * element, joined.row, address, bRow, H, H, 1);
  k.add(named(gradient, 'Whh').address, joined.address, joined.byteLength);
}
