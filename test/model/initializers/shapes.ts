// Parameter shapes and moments for looking at initializers.
import type { ParameterRole } from '../../../src/cells/cell.ts';
import type { ParameterShape } from '../../../src/model/initializers/initializer.ts';

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

/** The roles of weight matrices. */
export const WEIGHT_ROLES = ['input', 'recurrent', 'output'] as const;

/** The roles that every initializer but `values` leaves at zero. */
export const VECTOR_ROLES = ['bias', 'initialState'] as const;

/** Mean and standard deviation of independent draws. */
export function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const square = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, deviation: Math.sqrt(square) };
}
