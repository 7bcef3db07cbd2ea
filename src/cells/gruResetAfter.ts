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
    { name: 'ds', shape: [T * B, 3 * H] }, // h·Whh + bhn, then by it: da but for n
    { name: 'bhnRow', shape: [3 * H] },
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
  const product = named(memory, 'ds');
  const bhnRow = named(memory, 'bhnRow').address;
  const { address: h, row } = named(memory, 'h');
  const [block, candidate] = [B * row, 2 * H * element];

  if (bhn) k.joinColumns(bhnRow + candidate, 0, bhn.address, bhn.row, 1, H, 1);
  projectInput(context, pass, a);
  for (let t = 1; t <= pass.sequenceLength; t++) {
    const before = recurrentInput(context, pass, t);
    const hNow = h + t * block;
    const r = a.address + (t - 1) * B * a.row;
    const n = r + candidate;
    const now = product.address + (t - 1) * B * product.row;
    if (bhn) k.fillRows(now, product.row, bhnRow, B);
    k.matmul(
      now,
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
    k.addColumns(r, a.row, now, product.row, B, 2 * H);
    k.sigmoidForward(r, a.row, B, 2 * H);
    k.addProductColumns(n, a.row, r, a.row, now + candidate, product.row, B, H);
    k.tanhForward(n, a.row, B, H);
    k.gruBlend(hNow, hNow - block, row, r, a.row, B, H);
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
  const dbhn = gradient.bhn?.address ?? 0;
  const block = B * row;
  const now = { address: 0, row: ds.row, columns: ds.columns };

  for (let t = pass.sequenceLength; t >= 1; t--) {
    receiveGradient(context, pass, t);
    const daR = da.address + (t - 1) * B * da.row;
    const daN = daR + candidate;
    now.address = ds.address + (t - 1) * B * ds.row;
    const s = now.address + candidate;
    const [dhNow, hBefore] = [dh + t * block, h + (t - 1) * block];
    const accumulate = hasPartFromAbove(steps, t) ? 1 : 0;
    k.gruBackward(daR, da.row, dhNow, dhNow - block, hBefore, row, B, H, accumulate);
    k.resetBackward(daR, da.row, s, ds.row, daN, da.row, s, ds.row, B, H);
    k.joinColumns(now.address, ds.row, daR, da.row, B, 2 * H, 1);
    if (dbhn) k.addColumns(dbhn, 0, s, ds.row, B, H);
    passBack(context, pass, t, now, WhhT, true);
  }
  addRecurrentGradient(context, pass, named(gradient, 'Whh'), ds);
  addInputGradients(context, pass, da);
}
