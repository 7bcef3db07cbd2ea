// Between the padded vector a network computes with and tensors by name.
import type { Arena } from '../../math/arena.ts';
import type { Tensor, TensorVector } from '../../math/layout.ts';
import type { WeightTensor } from './safetensors.ts';
import { WeightsFileError } from './weightsFileError.ts';

/**
 * Copies the tensors of a vector out, one after the other, without padding.
 * @param elements the vector's elements, padding included: a view of the arena or a copy of one
 */
export function* tensorsOf(
  vector: TensorVector,
  elements: Float32Array | Float64Array,
): Generator<WeightTensor, void, undefined> {
  const precision = elements instanceof Float32Array ? 'f32' : 'f64';
  for (const tensor of vector.tensors) {
    const { name, shape, rows, columns } = tensor;
    const count = rows * columns;
    const values = precision === 'f32' ? new Float32Array(count) : new Float64Array(count);
    copyElements(vector, tensor, elements, values);
    yield { name, shape, precision, values };
  }
}

/**
 * Copies the elements of one tensor of a vector, row by row, without padding.
 * @param elements the vector's elements, padding included
 * @param values [rows · columns], written
 */
export function copyElements(
  { address }: TensorVector,
  { address: place, rows, columns, row }: Tensor,
  elements: Float32Array | Float64Array,
  values: Float32Array | Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const start = (place - address + i * row) / elements.BYTES_PER_ELEMENT;
    values.set(elements.subarray(start, start + columns), i * columns);
  }
}

/**
 * Fills the parameters of a built network.
 * @param vector the network's parameters
 * @param parameters row by row, by full tensor name; rounded to the network's precision
 * @throws WeightsFileError if names or sizes are not exactly those of the network; nothing is
 * written then
 */
export function writeParameters(
  arena: Arena,
  { tensors }: TensorVector,
  parameters: ReadonlyMap<string, Float32Array | Float64Array>,
): void {
  const found = tensors.map((tensor) => {
    const values = parameters.get(tensor.name);
    const count = tensor.rows * tensor.columns;
    if (values?.length !== count) {
      throw new WeightsFileError(
        `the weights do not fit the network: expected ${count} values of ${tensor.name}, ` +
          `got ${values?.length ?? 'none'}`,
      );
    }
    return { tensor, values };
  });
  if (parameters.size !== tensors.length) {
    throw new WeightsFileError(
      `the weights do not fit the network: expected ${tensors.length} tensors, ` +
        `got ${parameters.size}`,
    );
  }
  for (const { tensor, values } of found) arena.write(tensor, values);
}
