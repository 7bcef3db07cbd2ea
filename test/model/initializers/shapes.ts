// Parameter shapes and moments for looking at initializers.
import type { ParameterRole } from '../../../src/cells/cell.ts';
import { openStream } from '../../../src/math/random.ts';
import { type InitializerOptions, initializers } from '../../../src/model/initializers/index.ts';
import type { Initializer, ParameterShape } from '../../../src/model/initializers/initializer.ts';
import { valuesByGate } from '../../../src/model/initializers/valuesByGate.ts';

/** Makes a parameter [rows, columns] of a role; a bias or an initial state is a vector. */
export function shape(role: ParameterRole, rows: number, columns: number): ParameterShape {
  const isVector = role === 'bias' || role === 'initialState';
  return {
    name: `layers.0.${role}`,
    role,
    shape: isVector ? [columns] : [rows, columns],
    rows,
    columns,
    hiddenSize: role === 'output' ? rows : columns,
  };
}

/** Draws a parameter from the stream `init` of a seed, as a network's first parameter would be. */
export function draw(options: InitializerOptions, parameter: ParameterShape, seed = 1) {
  const initializer = initializers[options.type] as Initializer<InitializerOptions>;
  const stream = openStream(seed, 'init');
  return initializer.takesWholeTensors
    ? initializer.values(options, parameter, stream)
    : valuesByGate(initializer, options, parameter, stream);
}

/** Makes a parameter of an LSTM: four gates of `width` columns each. */
export function gated(role: ParameterRole, rows: number, width: number): ParameterShape {
  const whole = shape(role, rows, 4 * width);
  return { ...whole, gates: LSTM_GATES, hiddenSize: role === 'output' ? rows : width };
}

/** The columns of one of equally wide gates, row by row. */
export function columnsOf(values: Float64Array, gate: number, count: number, rows: number) {
  const width = values.length / rows / count;
  return Float64Array.from({ length: rows * width }, (_, at) => {
    const row = Math.floor(at / width);
    return values[(row * count + gate) * width + (at % width)]!;
  });
}

/** Gates of an LSTM, in PyTorch's order. */
export const LSTM_GATES = ['i', 'f', 'g', 'o'] as const;

/** The roles of weight matrices. */
export const WEIGHT_ROLES = ['input', 'recurrent', 'output'] as const;

/** The roles most initializers leave at zero. */
export const VECTOR_ROLES = ['bias', 'initialState'] as const;

/** Mean and standard deviation of independent draws. */
export function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const square = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, deviation: Math.sqrt(square) };
}

/** How many incoming weights of each unit, a column each, are not zero. */
export function incomingCounts(values: Float64Array, columns: number): number[] {
  const counts = new Array<number>(columns).fill(0);
  values.forEach((value, at) => {
    if (value !== 0) counts[at % columns]!++;
  });
  return counts;
}
