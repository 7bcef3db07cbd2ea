// Parameters of networks of any cell, as lists of names and shapes: cells need not exist for them.
import type { ParameterSpec } from '../../../src/cells/cell.ts';
import type { Precision } from '../../../src/math/kernels.ts';
import type { ExchangedLayer } from '../../../src/model/weights/counterparts.ts';
import type { WeightTensor } from '../../../src/model/weights/safetensors.ts';

/** What to make. */
export interface NetworkShape {
  /** Cells, bottom first. */
  readonly types: readonly string[];
  readonly hiddenSize: number;
  readonly inputSize: number;
  readonly bidirectional: boolean;
  readonly bias: boolean;
  readonly initialState: 'zero' | 'trainable';
}

/** Layers and parameters of a network with a readout of two outputs. */
export interface NetworkShapes {
  readonly layers: readonly ExchangedLayer[];
  readonly specs: readonly ParameterSpec[];
}

const GATES: Readonly<Record<string, number>> = { elman: 1, lstm: 4, gru: 3 };

/** Lists the parameters of a network. */
export function networkOf(shape: NetworkShape): NetworkShapes {
  const { types, hiddenSize: H, bidirectional, bias, initialState } = shape;
  const outputSize = H * (bidirectional ? 2 : 1);
  const layers = types.map((type) => ({
    type,
    hiddenSize: H,
    initialState,
    bidirectional,
    activation: 'tanh',
    reset: 'after',
  }));
  const specs = types.flatMap((type, layer) => {
    const inputSize = layer === 0 ? shape.inputSize : outputSize;
    const width = H * (GATES[type] ?? 1);
    return (bidirectional ? ['', 'reverse.'] : ['']).flatMap((direction): ParameterSpec[] => {
      const prefix = `layers.${layer}.${direction}`;
      const ofGru = type === 'gru' && bias;
      const states = type === 'lstm' ? ['h0', 'c0'] : ['h0'];
      const started = initialState === 'trainable' ? states : [];
      return [
        { name: `${prefix}Wxh`, shape: [inputSize, width], role: 'input' },
        { name: `${prefix}Whh`, shape: [H, width], role: 'recurrent' },
        ...(bias ? [{ name: `${prefix}bh`, shape: [width], role: 'bias' } as const] : []),
        ...(ofGru ? [{ name: `${prefix}bhn`, shape: [H], role: 'bias' } as const] : []),
        ...started.map(
          (name) => ({ name: prefix + name, shape: [H], role: 'initialState' }) as const,
        ),
      ];
    });
  });
  return {
    layers,
    specs: [
      ...specs,
      { name: 'readout.W', shape: [outputSize, 2], role: 'output' },
      { name: 'readout.b', shape: [2], role: 'bias' },
    ],
  };
}

/** Fills parameters with different numbers. */
export function tensorsFor(specs: readonly ParameterSpec[], precision: Precision): WeightTensor[] {
  let next = 0;
  return specs.map(({ name, shape }) => {
    const count = shape[0] * (shape[1] ?? 1);
    const numbers = Array.from({ length: count }, () => ++next / 8);
    const values = precision === 'f32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
    return { name, shape, precision, values };
  });
}
