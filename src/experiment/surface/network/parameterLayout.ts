// All parameters of a network as one vector without padding: which elements are whose.
import type { ParameterSpec } from '../../../cells/cell.ts';
import { ConfigurationError } from '../../../math/configurationError.ts';
import type { MatrixSize } from '../../../model/initializers/initializer.ts';

/** Parameters by full tensor name, row by row without padding. */
export type NamedParameters = ReadonlyMap<string, ArrayLike<number>>;

/** A parameter tensor within the vector of all parameters. */
export interface ParameterBlock extends ParameterSpec, MatrixSize {
  /** Index of its first element. */
  readonly start: number;
}

/** Says where each tensor lies in the vector of all parameters, in the network's order. */
export function parameterBlocks(specs: readonly ParameterSpec[]): readonly ParameterBlock[] {
  let end = 0;
  return specs.map((spec) => {
    const [rows, columns] = spec.shape.length === 1 ? [1, spec.shape[0]] : spec.shape;
    const start = end;
    end += rows * columns;
    return { ...spec, rows, columns, start };
  });
}

/**
 * Lines named parameters up as one vector, [p].
 * @throws ConfigurationError if they are not exactly those of the network, in name and size
 */
export function parameterVector(
  blocks: readonly ParameterBlock[],
  parameters: NamedParameters,
): Float64Array {
  const unknown = [...parameters.keys()].find((name) => blocks.every((one) => one.name !== name));
  if (unknown !== undefined) {
    throw new ConfigurationError(`parameters: the network has no ${unknown}, the run does`);
  }
  const values = blocks.map(({ name, shape, rows, columns }) => {
    const given = parameters.get(name);
    if (given?.length === rows * columns) return given;
    const held = given === undefined ? 'none' : `${given.length} values`;
    throw new ConfigurationError(
      `parameters: expected ${name} [${shape.join(', ')}], the run has ${held}`,
    );
  });
  return Float64Array.from(values.flatMap((given) => Array.from(given)));
}
