// The GRU whose reset gate acts after the recurrent product; see gru.ts for the equations.
//
// Backward, with s_t = h_{t−1}·Whn + bhn and given the complete dL/dh_t, t = T … 1:
//
//     da_n = dh∘(1 − z)∘(1 − n²),   da_z = dh∘(h_{t−1} − n)∘z(1 − z)
//     ds   = da_n∘r,                da_r = da_n∘s∘r(1 − r)
//     dh_{t−1} += dh∘z + [da_r, da_z, ds]·Whhᵀ
//     dWhh = Σ_t h_{t−1}ᵀ·[da_r, da_z, ds],  dbhn = Σ_t ds,  and with da = [da_r, da_z, da_n]
//     dWxh = Σ_t x_tᵀ·da_t,  dbh = Σ_t da_t,  dx_t = da_t·Wxhᵀ
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
  addRecurrentGradient,
  hasPartFromAbove,
  holdStates,
  passBack,
  receiveGradient,
  recurrentInput,
} from './recurrence.ts';

const STATES = ['h'] as const;

/** Memory beside what both variants need. */
export function workspace(
  { hiddenSize: H }: GruOptions,
  _inputSize: number,
  { sequenceLength: T, batchSize: B }: SequenceSize,
): TensorSpec[] {
  return [
    { name: 'ds', shape: [T * B, 3 * H] }, // by h·Whh: da but for n
    { name: 's', shape: [T * B, H] },
    { name: 'product', shape: [B, 3 * H] },
    { name: 'productOfGates', shape: [3 * B, H] },
    { name: 'bhnRow', shape: [3 * H] },
    { name: 'dsN', shape: [B, H] },
  ];
}

/** Computes h_1 … h_T. */
export function forward(context: LayerContext<GruOptions>, pass: Pass): void {
  const { kernels: k, options, parameters, workspace: memory } = context;
  const { batchSize: B } = pass;
  const H = options.hiddenSize;
  const element = ELEMENT_BYTES[k.precision];
  const Whh = named(parameters, 'Whh');
  const { bhn } = parameters;
  const a = named(memory, 'da');
  const product = named(memory, 'product');
  const bhnRow = named(memory, 'bhnRow').address;
  const { address: h, row } = named(memory, 'h');
  const gates = named(memory, 'gates').address;
  const split = named(memory, 'productOfGates').address;
  const s = named(memory, 's').address;
  const block = B * row;

  if (bhn) k.joinColumns(bhnRow + 2 * H * element, 0, bhn.address, bhn.row, 1, H, 1);
  projectInput(context, pass, a);
  for (let t = 1; t <= pass.sequenceLength; t++) {
    const before = recurrentInput(context, pass, t);
    const hNow = h + t * block;
    const r = gates + (t - 1) * 3 * block;
    const n = r + 2 * block;
    const sNow = s + (t - 1) * block;
    if (bhn) k.fillRows(product.address, product.row, bhnRow, B);
    k.matmul(
      product.address,
      product.row,
      before,
      row,
      element,
      Whh.address,
      Whh.row,
      B,
      3 * H,
      H,
      bhn ? 1 : 0,
    );
    k.splitColumns(r, row, a.address + (t - 1) * B * a.row, a.row, B, H, 3);
    k.splitColumns(split, row, product.address, product.row, B, H, 3);
    k.add(r, split, 2 * block);
    k.fillRows(sNow, block, split + 2 * block, 1);
    k.sigmoidForward(r, row, 2 * B, H);
    k.addProduct(n, r, sNow, block);
    k.tanhForward(n, row, B, H);
    k.gruBlend(hNow, hNow - block, r, block);
    holdStates(context, pass, t, STATES);
  }
}

/** Adds to the gradient; WhhT holds Whhᵀ. */
export function backward(context: LayerContext<GruOptions>, pass: Pass, steps: OutputSteps): void {
  const { kernels: k, options, gradient, workspace: memory } = context;
  const { batchSize: B } = pass;
  const H = options.hiddenSize;
  const WhhT = named(memory, 'WhhT');
  const da = named(memory, 'da');
  const ds = named(memory, 'ds');
  const candidate = 2 * H * ELEMENT_BYTES[k.precision];
  const { address: h, row } = named(memory, 'h');
  const dh = named(memory, 'dh').address;
  const gates = named(memory, 'gates').address;
  const s = named(memory, 's').address;
  const daR = named(memory, 'daOfGates').address;
  const dsN = named(memory, 'dsN').address;
  const dbhn = gradient.bhn?.address ?? 0;
  const block = B * row;
  const daN = daR + 2 * block;
  const now = { address: 0, row: ds.row, columns: ds.columns };

  for (let t = pass.sequenceLength; t >= 1; t--) {
    receiveGradient(context, pass, t);
    const daNow = da.address + (t - 1) * B * da.row;
    now.address = ds.address + (t - 1) * B * ds.row;
    const [dhNow, hBefore] = [dh + t * block, h + (t - 1) * block];
    const r = gates + (t - 1) * 3 * block;
    k.gruBackward(daR, dhNow, r, hBefore, block);
    k.gateBackward(daR, daN, s + (t - 1) * block, r, block);
    k.multiply(dsN, daN, r, block);
    k.joinColumns(daNow, da.row, daR, row, B, H, 3);
    k.joinColumns(now.address, ds.row, daR, row, B, H, 2);
    k.joinColumns(now.address + candidate, ds.row, dsN, row, B, H, 1);
    if (dbhn) k.sumRows(dbhn, dsN, row, B);
    if (hasPartFromAbove(steps, t)) k.addProduct(dhNow - block, dhNow, r + block, block);
    else k.multiply(dhNow - block, dhNow, r + block, block);
    passBack(context, pass, t, now, WhhT, true);
  }
  addRecurrentGradient(context, pass, named(gradient, 'Whh'), ds);
  addInputGradients(context, pass, da);
}
