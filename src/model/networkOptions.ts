// What a network is made of, and whether the parts fit together. Nothing is planned here.
import type { SequenceSize } from '../cells/cell.ts';
import { type LossOptions, lossOf } from '../losses/index.ts';
import { ConfigurationError } from '../math/configurationError.ts';
import type { InputShape, TargetShape } from '../tasks/task.ts';
import { type LayerOptions, outputSizeOf } from './layerOptions.ts';
import type { ReadoutOptions } from './readout.ts';

/** What a network is made of. */
export interface NetworkOptions {
  readonly layers: readonly LayerOptions[];
  readonly readout: ReadoutOptions;
  readonly loss: LossOptions;
  readonly input: InputShape;
  readonly target: TargetShape;
  /** Whether the sequences of a batch differ in length. */
  readonly variableLengths?: boolean;
  /** Largest T and B a batch can have. */
  readonly size: SequenceSize;
  readonly carriesState: boolean;
}

/** Whether a network draws dropout masks. */
export function hasDropout({ layers }: Pick<NetworkOptions, 'layers'>): boolean {
  return layers.some(
    ({ dropout = 0, recurrentDropout = 0 }) => dropout > 0 || recurrentDropout > 0,
  );
}

/**
 * Checks that the parts of a network, each fine by itself, fit together.
 * @throws ConfigurationError if a readout of type none meets a last layer of another size than the
 * target, a loss over classes a target of values, or a residual layer an input of another size
 */
export function checkNetwork({ layers, readout, loss, input, target }: NetworkOptions): void {
  const top = layers[layers.length - 1];
  if (!top) throw new ConfigurationError('network: needs at least one layer');
  const size = outputSizeOf(top);
  if (readout.type === 'none' && size !== target.size) {
    throw new ConfigurationError(
      `network: without a readout the last layer is the output: it has ${size} units, ` +
        `the task ${target.size} outputs`,
    );
  }
  if (lossOf(loss).targetKind === 'class' && target.kind === 'value') {
    throw new ConfigurationError(
      `network: ${loss.type} compares with classes, the targets of the task are values`,
    );
  }
  layers.forEach((layer, i) => {
    if (!layer.residual) return;
    const below = i === 0 ? input.size : outputSizeOf(layers[i - 1]!);
    if (i === 0 && input.kind === 'index') {
      throw new ConfigurationError('network: layers.0 cannot be residual, its inputs are symbols');
    }
    if (below !== outputSizeOf(layer)) {
      throw new ConfigurationError(
        `network: layers.${i} cannot be residual: it has ${below} inputs and ` +
          `${outputSizeOf(layer)} outputs`,
      );
    }
  });
}
