// What every cell does at each step beside its own equations: recurrent dropout, states that are held
// after a sequence's end, clipping on the way back, and dL/dh_{t−1} = da_t·Whhᵀ.
import { type Address, ELEMENT_BYTES } from '../math/kernels.ts';
import type { Tensor, TensorSpec } from '../math/layout.ts';
import {
  type CellOptions,
  type LayerContext,
  type NamedTensors,
  named,
  type OutputSteps,
  type Pass,
  type SequenceSize,
} from './cell.ts';

/** Memory of h and dh, [(T+1)·B, H], and of recurrent dropout. */
export function recurrenceWorkspace(
  { hiddenSize: H, recurrentDropout = 0 }: CellOptions,
  { sequenceLength: T, batchSize: B }: SequenceSize,
): TensorSpec[] {
  const dropout: TensorSpec[] = [
    { name: 'dropout', shape: [B, H] },
    { name: 'dropped', shape: [T * B, H] },
    { name: 'undropped', shape: [B, H] },
  ];
  return [
    { name: 'h', shape: [(T + 1) * B, H] },
    { name: 'dh', shape: [(T + 1) * B, H] },
    ...(recurrentDropout > 0 ? dropout : []),
  ];
}

/** The factors of recurrent dropout in this pass, [B, H], or null where it does not act. */
function dropoutOf(workspace: NamedTensors, { drops }: Pass): Tensor | null {
  return drops ? (workspace.dropout ?? null) : null;
}

/**
 * What the recurrent products of all steps read, [T·B, H]: h_0 … h_{T−1}, or with recurrent dropout
 * h ∘ m for one mask m per sequence, the same at every step.
 * @see Gal & Ghahramani (2016), A theoretically grounded application of dropout in recurrent
 * neural networks.
 */
export function recurrentInputs({ workspace }: LayerContext<CellOptions>, pass: Pass): Tensor {
  return named(workspace, dropoutOf(workspace, pass) ? 'dropped' : 'h');
}

/** What the recurrent product of step t reads, [B, H]: see `recurrentInputs`. */
export function recurrentInput(
  { kernels, workspace }: LayerContext<CellOptions>,
  pass: Pass,
  t: number,
): Address {
  const { address: h, row } = named(workspace, 'h');
  const block = pass.batchSize * row;
  const before = (t - 1) * block;
  const dropout = dropoutOf(workspace, pass);
  if (!dropout) return h + before;
  const dropped = named(workspace, 'dropped').address + before;
  kernels.multiply(dropped, h + before, dropout.address, block);
  return dropped;
}

/** Ends step t: the states of sequences that are over stay as they were. */
export function holdStates(
  { kernels, workspace }: LayerContext<CellOptions>,
  { batchSize: B, lengths }: Pass,
  t: number,
  states: readonly string[],
): void {
  if (!lengths) return;
  for (const name of states) {
    const { address, row } = named(workspace, name);
    const before = address + (t - 1) * B * row;
    kernels.holdRows(before + B * row, before, row, lengths, t, B);
  }
}

/**
 * Begins step t on the way back: the part of held rows goes to step t − 1, and what is left of
 * dL/dh_t, complete now, is clipped.
 */
export function receiveGradient(
  { kernels, workspace }: LayerContext<CellOptions>,
  { batchSize: B, lengths, clipStep }: Pass,
  t: number,
): void {
  const { address: dh, row } = named(workspace, 'dh');
  const block = B * row;
  const now = dh + t * block;
  if (lengths) kernels.passHeldRows(now - block, now, row, lengths, t, B);
  clipStep?.(now, block);
}

/** Whether dL/dh_{t−1} has a part from above that must be kept. */
export function hasPartFromAbove(steps: OutputSteps, t: number): boolean {
  return steps === 'everyStep' && t > 1;
}

/**
 * Adds da·Wᵀ to dL/dh_{t−1}, or sets it, through recurrent dropout where it acts.
 * @param da [B, columns] at step t
 * @param transposed Wᵀ, [columns, H]
 */
export function passBack(
  { kernels, options, workspace }: LayerContext<CellOptions>,
  pass: Pass,
  t: number,
  da: Pick<Tensor, 'address' | 'row' | 'columns'>,
  transposed: Pick<Tensor, 'address' | 'row'>,
  accumulate: boolean,
): void {
  const { batchSize: B } = pass;
  const { address: dh, row } = named(workspace, 'dh');
  const block = B * row;
  const before = dh + (t - 1) * block;
  const dropout = dropoutOf(workspace, pass);
  const target = dropout ? named(workspace, 'undropped').address : before;
  kernels.matmul(
    target,
    row,
    da.address,
    da.row,
    ELEMENT_BYTES[kernels.precision],
    transposed.address,
    transposed.row,
    B,
    options.hiddenSize,
    da.columns,
    accumulate && !dropout ? 1 : 0,
  );
  if (!dropout) return;
  if (accumulate) kernels.addProduct(before, target, dropout.address, block);
  else kernels.multiply(before, target, dropout.address, block);
}

/** Adds dL/d(h_{t−1}∘m), [B, H], to dL/dh_{t−1}. */
export function passThroughDropout(
  { kernels, workspace }: LayerContext<CellOptions>,
  pass: Pass,
  t: number,
  source: Address,
): void {
  const { address: dh, row } = named(workspace, 'dh');
  const block = pass.batchSize * row;
  const dropout = dropoutOf(workspace, pass);
  if (dropout) kernels.addProduct(dh + (t - 1) * block, source, dropout.address, block);
  else kernels.add(dh + (t - 1) * block, source, block);
}

/** Adds Σ_t h_{t−1}ᵀ·da_t to a gradient, as one product; da is [T·B, columns]. */
export function addRecurrentGradient(...given: RecurrentGradientArguments): void {
  recurrentGradient(1, ...given);
}

/** As addRecurrentGradient, whatever the target held before. */
export function setRecurrentGradient(...given: RecurrentGradientArguments): void {
  recurrentGradient(0, ...given);
}

type RecurrentGradientArguments = [
  context: LayerContext<CellOptions>,
  pass: Pass,
  dWhh: Pick<Tensor, 'address' | 'row'>,
  da: Pick<Tensor, 'address' | 'row' | 'columns'>,
];

function recurrentGradient(
  accumulate: number,
  ...[context, pass, dWhh, da]: RecurrentGradientArguments
): void {
  const { kernels, options } = context;
  const { address: h, row } = recurrentInputs(context, pass);
  kernels.matmul(
    dWhh.address,
    dWhh.row,
    h,
    ELEMENT_BYTES[kernels.precision],
    row,
    da.address,
    da.row,
    options.hiddenSize,
    da.columns,
    pass.sequenceLength * pass.batchSize,
    accumulate,
  );
}
