// What every cell does with its input, outside the loop over time: x·Wxh + b before it, and the
// gradients of Wxh, b and x after it, as one product over T·B rows each.
import { ELEMENT_BYTES } from '../math/kernels.ts';
import type { Tensor, TensorSpec } from '../math/layout.ts';
import { type CellOptions, type LayerContext, named, type SequenceSize } from './cell.ts';

/** Memory that `addInputGradients` needs for a pre-activation of the given width. */
export function projectionWorkspace(inputSize: number, columns: number): TensorSpec {
  return { name: 'WxhT', shape: [columns, inputSize] };
}

/** Writes a_t = x_t·Wxh (+ bh) for t = 1 … T into the first T·B rows of `a`, [≥ T·B, columns]. */
export function projectInput(
  { kernels, inputSize, input, parameters }: LayerContext<CellOptions>,
  { sequenceLength, batchSize }: SequenceSize,
  a: Pick<Tensor, 'address' | 'row' | 'columns'>,
): void {
  const rows = sequenceLength * batchSize;
  const Wxh = named(parameters, 'Wxh');
  const bh = parameters.bh?.address ?? 0;
  if (input.kind === 'index') {
    kernels.gatherRows(a.address, a.row, Wxh.address, bh, input.address, rows);
    return;
  }
  if (bh) kernels.fillRows(a.address, a.row, bh, rows);
  const element = ELEMENT_BYTES[kernels.precision];
  const { address: x, row: xRow } = input;
  kernels.matmul(
    a.address,
    a.row,
    x,
    xRow,
    element,
    Wxh.address,
    Wxh.row,
    rows,
    a.columns,
    inputSize,
    bh,
  );
}

/** Adds xᵀ·da to dWxh and Σ da to dbh, and writes dx = da·Wxhᵀ where the input asks for it. */
export function addInputGradients(
  { kernels, inputSize, input, parameters, gradient, workspace }: LayerContext<CellOptions>,
  { sequenceLength, batchSize }: SequenceSize,
  { address: da, row, columns }: Pick<Tensor, 'address' | 'row' | 'columns'>,
): void {
  const rows = sequenceLength * batchSize;
  const element = ELEMENT_BYTES[kernels.precision];
  const dWxh = named(gradient, 'Wxh');
  if (input.kind === 'index') {
    kernels.scatterAddRows(dWxh.address, da, row, input.address, rows);
  } else {
    const { address: x, row: xRow, gradient: dx } = input;
    kernels.matmul(dWxh.address, dWxh.row, x, element, xRow, da, row, inputSize, columns, rows, 1);
    if (dx) {
      const Wxh = named(parameters, 'Wxh');
      const WxhT = named(workspace, 'WxhT');
      kernels.transpose(WxhT.address, WxhT.row, Wxh.address, Wxh.row, inputSize, columns);
      const { address, row: tRow } = WxhT;
      kernels.matmul(dx, xRow, da, row, element, address, tRow, rows, inputSize, columns, 0);
    }
  }
  if (gradient.bh) kernels.sumRows(gradient.bh.address, da, row, rows);
}
