// Where tensors lie: names and shapes in, addresses out. Pure arithmetic; no memory is touched.
import { type Address, ELEMENT_BYTES, type Precision, ROW_ALIGNMENT } from './kernels.ts';

/** A tensor to be placed: a vector [n] or a matrix [rows, columns]. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly [number] | readonly [number, number];
}

/** A placed matrix with padded rows; a vector is a matrix of one row. */
export interface Tensor extends TensorSpec {
  readonly address: Address;
  readonly rows: number;
  readonly columns: number;
  /** Row stride in bytes, a multiple of ROW_ALIGNMENT. */
  readonly row: number;
  /** rows · row. */
  readonly byteLength: number;
}

/** Named tensors side by side: parameters, their gradient, an optimizer state. */
export interface TensorVector {
  readonly address: Address;
  /** Length in bytes, padding included. */
  readonly byteLength: number;
  readonly tensors: readonly Tensor[];
}

/** Places one tensor at an address that is a multiple of ROW_ALIGNMENT. */
export function placeTensor(spec: TensorSpec, precision: Precision, address: Address): Tensor {
  const rows = spec.shape.length === 1 ? 1 : spec.shape[0];
  const columns = spec.shape.length === 1 ? spec.shape[0] : spec.shape[1];
  if (!(Number.isSafeInteger(rows) && Number.isSafeInteger(columns) && rows > 0 && columns > 0)) {
    throw new RangeError(
      `layout: ${spec.name} needs positive whole sizes, got [${spec.shape.join(', ')}]`,
    );
  }
  const row = alignUp(columns * ELEMENT_BYTES[precision]);
  return { ...spec, address, rows, columns, row, byteLength: rows * row };
}

/**
 * Places tensors one after the other.
 * @throws RangeError if two share a name or a size is not a positive whole number.
 */
export function placeVector(
  specs: readonly TensorSpec[],
  precision: Precision,
  address: Address,
): TensorVector {
  const tensors: Tensor[] = [];
  const names = new Set<string>();
  let end = address;
  for (const spec of specs) {
    if (names.has(spec.name)) throw new RangeError(`layout: two tensors named ${spec.name}`);
    names.add(spec.name);
    const tensor = placeTensor(spec, precision, end);
    tensors.push(tensor);
    end += tensor.byteLength;
  }
  return { address, byteLength: end - address, tensors };
}

/** Next multiple of ROW_ALIGNMENT. */
export function alignUp(byteLength: number): number {
  return Math.ceil(byteLength / ROW_ALIGNMENT) * ROW_ALIGNMENT;
}
