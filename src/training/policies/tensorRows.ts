// The tensors of a vector as plain arrays, row by row and without padding.
import type { Arena } from '../../math/arena.ts';
import type { Tensor, TensorVector } from '../../math/layout.ts';

/** One row of a tensor, a live view. */
export type Row = Float32Array | Float64Array;

/** Rows of each tensor by its full name, a vector being one row; changes reach the network. */
export type TensorRows = Readonly<Record<string, readonly Row[]>>;

/** Opens the rows of a tensor, without padding, as live views. */
export function rowsOfTensor(arena: Arena, tensor: Tensor): readonly Row[] {
  return Array.from({ length: tensor.rows }, (_, i) => {
    const start = arena.indexOf(tensor, i, 0);
    return arena.elements.subarray(start, start + tensor.columns);
  });
}

/** Opens the rows of each tensor of a vector by the tensor's name. */
export function rowsOf(arena: Arena, { tensors }: TensorVector): TensorRows {
  return Object.fromEntries(tensors.map((tensor) => [tensor.name, rowsOfTensor(arena, tensor)]));
}
