// The type of an initializer: values for one parameter at a time, drawn in the parameters' order.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { Definition } from '../../math/definition.ts';
import type { RandomStream } from '../../math/random.ts';

/** A parameter to be filled, as a matrix; vectors have one row. */
export interface ParameterShape extends ParameterSpec {
  readonly rows: number;
  readonly columns: number;
}

/** An initializer; biases and initial states are zero unless it says otherwise. */
export interface Initializer<Options> extends Definition {
  /**
   * Returns rows·columns values, row by row.
   * @throws ConfigurationError if the options do not fit the shape
   */
  values(options: Options, parameter: ParameterShape, stream: RandomStream): Float64Array;
}

/** Whether a parameter is a weight matrix, not a bias or an initial state. */
export function isWeight({ role }: ParameterShape): boolean {
  return role === 'input' || role === 'recurrent' || role === 'output';
}

/** Zeros for a parameter. */
export function zerosFor({ rows, columns }: ParameterShape): Float64Array {
  return new Float64Array(rows * columns);
}

/** Independent normal draws N(0, standardDeviation²) for a parameter. */
export function gaussians(
  parameter: ParameterShape,
  standardDeviation: number,
  stream: RandomStream,
): Float64Array {
  return zerosFor(parameter).map(() => standardDeviation * stream.gaussian());
}
