// A parameter with gates is filled gate by gate, so that what holds for a matrix (orthogonal rows, a
// spectral radius, a range by fan in) holds for the matrix of each gate.
import type { RandomStream } from '../../math/random.ts';
import { type Initializer, type ParameterShape, zerosFor } from './initializer.ts';

/**
 * Draws a parameter: as it is, or where it has gates each gate's columns in their order, as matrices
 * by themselves. A bias whose gate starts elsewhere than at zero (`gateStart`) starts there if the
 * initializer left that gate's biases at zero.
 * @returns rows·columns values of the whole parameter, row by row
 */
export function valuesByGate<Options>(
  initializer: Initializer<Options>,
  options: Options,
  parameter: ParameterShape,
  stream: RandomStream,
): Float64Array {
  const { gates, ...block } = parameter;
  if (!gates) return initializer.values(options, parameter, stream);
  const { rows, columns } = parameter;
  const width = columns / gates.length;
  const filled = zerosFor(parameter);
  gates.forEach((gate, index) => {
    const shape = block.shape.length === 1 ? ([width] as const) : ([rows, width] as const);
    const drawn = initializer.values(options, { ...block, shape, columns: width, gate }, stream);
    const values = started(parameter, gate, drawn);
    for (let row = 0; row < rows; row++) {
      const from = values.subarray(row * width, (row + 1) * width);
      filled.set(from, row * columns + index * width);
    }
  });
  return filled;
}

function started(
  { role, gateStart }: ParameterShape,
  gate: string,
  drawn: Float64Array,
): Float64Array {
  const start = gateStart?.[gate];
  const moves = role === 'bias' && start !== undefined && drawn.every((value) => value === 0);
  return moves ? drawn.fill(start) : drawn;
}
