// Parameters read from a file of weights, which lies elsewhere: bytes are read and translated first.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { Initializer } from './initializer.ts';

/** Options of `file`. */
export interface FileOptions {
  readonly type: 'file';
  /** Every parameter row by row, by full tensor name. */
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** Parameters as a file has them, rounded to the network's precision. */
export const file: Initializer<FileOptions> = {
  type: 'file',
  summary: "a safetensors file with PyTorch's names or our own; `others` draws what it lacks",
  source: 'to go on from trained weights',
  takesWholeTensors: true,
  values({ values }, { name, rows, columns }) {
    const found = values.get(name);
    if (found?.length === rows * columns) return found;
    throw new ConfigurationError(
      `initializer file: expected ${rows * columns} values of ${name}, got ${found?.length ?? 'none'}`,
    );
  },
};
