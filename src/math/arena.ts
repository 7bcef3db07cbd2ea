// One allocation for everything a run computes with: plan first, allocate once, never grow (growing
// WebAssembly memory would detach every view).
import { ConfigurationError } from './configurationError.ts';
import { type Address, ELEMENT_BYTES, type Precision, ROW_ALIGNMENT } from './kernels.ts';
import {
  alignUp,
  placeTensor,
  placeVector,
  type Tensor,
  type TensorSpec,
  type TensorVector,
} from './layout.ts';

/** Largest memory a run can have: the 4 GiB that 32-bit addresses reach. */
export const MAXIMUM_ARENA_BYTES = 4_294_901_760; // 2^32 - 65536

const PAGE_BYTES = 65536;
const INDEX_BYTES = 4;
const DOUBLE_BYTES = 8;

/** Placed int32 indices: classes, symbols. */
export interface IndexVector {
  readonly address: Address;
  readonly length: number;
}

/** Placed f64 numbers, whatever the precision: sums that decide something. */
export interface DoubleVector {
  readonly address: Address;
  readonly length: number;
}

/** Collects what a run needs and hands out addresses before any memory exists. */
export class ArenaPlan {
  readonly precision: Precision;
  #end = ROW_ALIGNMENT; // address 0 stays free: it means "none"

  constructor(precision: Precision) {
    this.precision = precision;
  }

  /** Bytes planned so far. */
  get byteLength(): number {
    return this.#end;
  }

  /** Places a matrix [rows, columns]. */
  tensor(name: string, rows: number, columns: number): Tensor {
    const spec: TensorSpec = { name, shape: [rows, columns] };
    const tensor = placeTensor(spec, this.precision, this.#end);
    this.#end += tensor.byteLength;
    return tensor;
  }

  /** Places named tensors side by side as one vector. */
  vector(specs: readonly TensorSpec[]): TensorVector {
    const vector = placeVector(specs, this.precision, this.#end);
    this.#end += vector.byteLength;
    return vector;
  }

  /** Places `length` int32 indices. */
  indices(length: number): IndexVector {
    const address = this.#end;
    this.#end += alignUp(length * INDEX_BYTES);
    return { address, length };
  }

  /** Places `length` f64 numbers. */
  doubles(length: number): DoubleVector {
    const address = this.#end;
    this.#end += alignUp(length * DOUBLE_BYTES);
    return { address, length };
  }

  /**
   * Allocates zeroed memory for the whole plan.
   * @throws ConfigurationError if the plan exceeds MAXIMUM_ARENA_BYTES or the system has not that much.
   */
  allocate(): Arena {
    // Kernels may read one unit past the last row.
    return new Arena(this.precision, this.#end + ROW_ALIGNMENT);
  }
}

/** Memory of one run with its element views. */
export class Arena {
  readonly precision: Precision;
  readonly memory: WebAssembly.Memory;
  /** The whole memory as elements of the precision. */
  readonly elements: Float32Array | Float64Array;
  /** The whole memory as int32. */
  readonly integers: Int32Array;
  readonly #elementBytes: number;

  constructor(precision: Precision, byteLength: number) {
    if (byteLength > MAXIMUM_ARENA_BYTES) {
      throw new ConfigurationError(
        `arena: needs ${byteLength} bytes, limit ${MAXIMUM_ARENA_BYTES} (32-bit addresses); ` +
          'lower the batch size, the length or the sizes',
      );
    }
    const pages = Math.ceil(byteLength / PAGE_BYTES);
    this.precision = precision;
    this.memory = allocatePages(pages);
    this.#elementBytes = ELEMENT_BYTES[precision];
    this.elements =
      precision === 'f32'
        ? new Float32Array(this.memory.buffer)
        : new Float64Array(this.memory.buffer);
    this.integers = new Int32Array(this.memory.buffer);
  }

  /** Index into `elements` of element (i, j) of a tensor. */
  indexOf(tensor: Tensor, i: number, j: number): number {
    return (tensor.address + i * tensor.row) / this.#elementBytes + j;
  }

  /** The elements of a tensor or vector, padding included, as a live view. */
  view(place: {
    readonly address: Address;
    readonly byteLength: number;
  }): Float32Array | Float64Array {
    const start = place.address / this.#elementBytes;
    return this.elements.subarray(start, start + place.byteLength / this.#elementBytes);
  }

  /** The int32 values of an index vector, as a live view. */
  indexView(indices: IndexVector): Int32Array {
    const start = indices.address / INDEX_BYTES;
    return this.integers.subarray(start, start + indices.length);
  }

  /** Copies a tensor out as rows·columns numbers without padding, row by row. */
  read(tensor: Tensor): number[] {
    const values: number[] = [];
    for (let i = 0; i < tensor.rows; i++) {
      const start = this.indexOf(tensor, i, 0);
      values.push(...this.elements.subarray(start, start + tensor.columns));
    }
    return values;
  }

  /**
   * Copies rows·columns numbers into a tensor, row by row; padding is left as it is.
   * @throws RangeError if there are not exactly rows·columns values.
   */
  write(tensor: Tensor, values: ArrayLike<number>): void {
    const count = tensor.rows * tensor.columns;
    if (values.length !== count) {
      throw new RangeError(`write: ${tensor.name} holds ${count} values, got ${values.length}`);
    }
    for (let i = 0; i < tensor.rows; i++) {
      const start = this.indexOf(tensor, i, 0);
      for (let j = 0; j < tensor.columns; j++) {
        this.elements[start + j] = values[i * tensor.columns + j]!;
      }
    }
  }
}

function allocatePages(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    throw new ConfigurationError(
      `arena: needs ${pages * PAGE_BYTES} bytes, more than this machine gives`,
      { cause: error },
    );
  }
}
