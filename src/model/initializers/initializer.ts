// The type of an initializer: values for one parameter at a time, drawn in the parameters' order.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { Definition } from '../../math/definition.ts';
import type { RandomStream } from '../../math/random.ts';

/** The size of a matrix; vectors have one row. */
export interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
}

/** A parameter to be filled, as a matrix; where it has gates, the columns of one of them. */
export interface ParameterShape extends ParameterSpec, MatrixSize {
  /** The gate whose columns these are. */
  readonly gate?: string;
  /** H of the layer it belongs to; for a readout, of the states it reads. */
  readonly hiddenSize: number;
}

/** An initializer; biases and initial states are zero unless it says otherwise. */
export interface Initializer<Options> extends Definition {
  /**
   * Whether it is asked for whole tensors, the columns of all gates side by side, and has the last
   * word on biases. Otherwise it is asked gate by gate, each a matrix by itself; see `valuesByGate`.
   */
  readonly takesWholeTensors?: boolean;
  /**
   * Returns rows·columns values, row by row.
   * @throws ConfigurationError if the options do not fit the shape
   */
  values(options: Options, parameter: ParameterShape, stream: RandomStream): Float64Array;
}

/** Whether a parameter is a weight matrix, not a bias or an initial state. */
export function isWeight({ role }: ParameterSpec): boolean {
  return role === 'input' || role === 'recurrent' || role === 'output';
}

/** Zeros for a parameter. */
export function zerosFor({ rows, columns }: MatrixSize): Float64Array {
  return new Float64Array(rows * columns);
}

/** Independent normal draws N(0, standardDeviation²) for a parameter. */
export function gaussians(
  size: MatrixSize,
  standardDeviation: number,
  stream: RandomStream,
): Float64Array {
  return zerosFor(size).map(() => standardDeviation * stream.gaussian());
}
