// A plane through a network's parameters: puts the network at a point of it, and takes the slopes
// of the last backward pass along it. Not a pass itself.
import type { Arena } from '../math/arena.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';

/** θ = origin + x·first + y·second; vectors of all parameters without padding, [p] each. */
export interface Plane {
  readonly origin: Float64Array;
  readonly directions: readonly [Float64Array, Float64Array];
}

/** A plane bound to a network's memory. */
export interface ParameterPlane {
  /**
   * Sets the parameters to a point: each origin + x·first + y·second in f64, left to right and
   * without the term of a direction that is 0 there, then rounded to the precision.
   */
  moveTo(x: number, y: number): void;
  /** Returns Σ g·first and Σ g·second over the gradient, summed in f64 in the parameters' order. */
  slopes(): readonly [number, number];
}

/**
 * Binds a plane to the parameters and the gradient of a network, and sets the parameters that do
 * not vary over it.
 * @throws RangeError if the plane has another number of parameters than the network
 */
export function bindPlane(
  arena: Arena,
  { parameters, gradient }: { readonly parameters: TensorVector; readonly gradient: TensorVector },
  { origin, directions }: Plane,
): ParameterPlane {
  const places = elementIndices(arena, parameters.tensors);
  const sizes = [origin, ...directions].map(({ length }) => length);
  if (sizes.some((size) => size !== places.length)) {
    throw new RangeError(
      `plane: origin and directions have ${sizes.join(', ')} elements, the network ${places.length}`,
    );
  }
  const { elements } = arena;
  places.forEach((place, k) => {
    elements[place] = origin[k]!;
  });
  const moving = [...places.keys()].filter((k) => directions.some((one) => one[k] !== 0));
  const taken = (from: Float64Array): Float64Array => Float64Array.from(moving, (k) => from[k]!);
  const at = Int32Array.from(moving, (k) => places[k]!);
  const start = taken(origin);
  const [first, second] = [taken(directions[0]), taken(directions[1])];
  const toGradient = (gradient.address - parameters.address) / elements.BYTES_PER_ELEMENT;

  return {
    moveTo(x, y) {
      for (let k = 0; k < at.length; k++) {
        let value = start[k]!;
        if (first[k] !== 0) value += x * first[k]!;
        if (second[k] !== 0) value += y * second[k]!;
        elements[at[k]!] = value;
      }
    },
    slopes() {
      let alongFirst = 0;
      let alongSecond = 0;
      for (let k = 0; k < at.length; k++) {
        const slope = elements[at[k]! + toGradient]!;
        if (first[k] !== 0) alongFirst += slope * first[k]!;
        if (second[k] !== 0) alongSecond += slope * second[k]!;
      }
      return [alongFirst, alongSecond];
    },
  };
}

/** Indices of all elements, tensor by tensor and row by row, padding left out. */
function elementIndices(arena: Arena, tensors: readonly Tensor[]): Int32Array {
  const count = tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const indices = new Int32Array(count);
  let k = 0;
  for (const tensor of tensors) {
    for (let i = 0; i < tensor.rows; i++) {
      for (let j = 0; j < tensor.columns; j++) indices[k++] = arena.indexOf(tensor, i, j);
    }
  }
  return indices;
}
