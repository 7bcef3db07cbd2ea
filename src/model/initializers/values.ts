// Parameters given in the config, number by number.
import { ConfigurationError } from '../../math/configurationError.ts';
import { type Initializer, zerosFor } from './initializer.ts';

/** One number for every element, a vector, or a matrix. */
export type GivenValue = number | readonly number[] | readonly (readonly number[])[];

/** Options of `values`. */
export interface ValuesOptions {
  readonly type: 'values';
  /** By full tensor name (`layers.0.Whh`); parameters that are not named start at 0. */
  readonly values: Readonly<Record<string, GivenValue>>;
}

/** Parameters from the config; a single number fills its tensor. */
export const values: Initializer<ValuesOptions> = {
  type: 'values',
  summary: 'the numbers given in the config, by tensor name; others 0',
  source: 'for toys and tests',
  takesWholeTensors: true,
  values({ values: given }, parameter) {
    const filled = zerosFor(parameter);
    if (!Object.hasOwn(given, parameter.name)) return filled;
    const value = given[parameter.name] as GivenValue;
    if (typeof value === 'number') return filled.fill(value);
    const flat = value.flat() as number[];
    const fits = isMatrix(value)
      ? value.length === parameter.rows && value.every((row) => row.length === parameter.columns)
      : parameter.rows === 1 && flat.length === parameter.columns;
    if (!fits) {
      throw new ConfigurationError(
        `initializer values: ${parameter.name} is [${parameter.shape.join(', ')}], ` +
          'the given value has another shape',
      );
    }
    return Float64Array.from(flat);
  },
};

function isMatrix(value: Exclude<GivenValue, number>): value is readonly (readonly number[])[] {
  return value.length > 0 && value.every((row) => Array.isArray(row));
}
