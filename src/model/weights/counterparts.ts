// What other programs call our cells: one row per cell. Gates lie side by side in Wxh, Whh and bh in
// the order of PyTorch (i, f, g, o and r, z, n); ONNX has another.
import type { InitialState } from '../../cells/cell.ts';

/** What an exchange asks of a layer's options; a cell has those of its own among them. */
export interface ExchangedLayer {
  readonly type: string;
  readonly hiddenSize: number;
  readonly initialState: InitialState;
  readonly bidirectional?: boolean;
  readonly normalization?: string;
  readonly residual?: boolean;
  readonly activation?: string;
  readonly peephole?: boolean;
  /** Whether the reset gate of a GRU acts before or after the product with Whh. */
  readonly reset?: string;
}

/** A cell as PyTorch and ONNX know it. */
export interface Counterpart {
  /** Blocks of H columns in Wxh and Whh. */
  readonly gateCount: number;
  /** The bias of the recurrent product of one gate, where it is a tensor of its own. */
  readonly recurrentBias: { readonly tensor: string; readonly gate: number } | null;
  /** States in the order their initial values are passed. */
  readonly states: readonly string[];
  readonly pytorch: {
    readonly module: string;
    /** Says what the module cannot do of a layer; null where it does all. */
    obstacle(layer: ExchangedLayer): string | null;
  };
  readonly onnx: {
    readonly operator: string;
    /** For each gate of the operator, in its order, the index of ours. */
    readonly order: readonly number[];
    /** Peephole tensors in the operator's order: none or all are there. */
    readonly peepholes: readonly string[];
    /** Activations of one direction; null for those an operator has by itself. */
    activation(layer: ExchangedLayer): OnnxActivation | null;
    /** Integer attributes the operator has beside hidden_size. */
    integers(layer: ExchangedLayer): Readonly<Record<string, number>>;
  };
}

/** An activation of the ONNX operators with its constants. */
export interface OnnxActivation {
  readonly name: string;
  readonly alpha?: number;
  readonly beta?: number;
}

const elmanActivations: Readonly<Record<string, OnnxActivation>> = {
  tanh: { name: 'Tanh' },
  relu: { name: 'Relu' },
  sigmoid: { name: 'Sigmoid' },
  linear: { name: 'Affine', alpha: 1, beta: 0 },
};

const counterparts: Readonly<Record<string, Counterpart>> = {
  elman: {
    gateCount: 1,
    recurrentBias: null,
    states: ['h'],
    pytorch: {
      module: 'torch.nn.RNN',
      obstacle: ({ activation }) =>
        activation === 'tanh' || activation === 'relu'
          ? null
          : `its activation is ${activation}, torch.nn.RNN has tanh and relu`,
    },
    onnx: {
      operator: 'RNN',
      order: [0],
      peepholes: [],
      activation: ({ activation = 'tanh' }) => elmanActivations[activation] ?? null,
      integers: () => ({}),
    },
  },
  lstm: {
    gateCount: 4,
    recurrentBias: null,
    states: ['h', 'c'],
    pytorch: {
      module: 'torch.nn.LSTM',
      obstacle: ({ peephole }) => (peephole ? 'it has peepholes, torch.nn.LSTM has none' : null),
    },
    onnx: {
      operator: 'LSTM',
      order: [0, 3, 1, 2],
      peepholes: ['pi', 'po', 'pf'],
      activation: () => null,
      integers: () => ({}),
    },
  },
  gru: {
    gateCount: 3,
    recurrentBias: { tensor: 'bhn', gate: 2 },
    states: ['h'],
    pytorch: {
      module: 'torch.nn.GRU',
      obstacle: ({ reset }) =>
        reset === 'before'
          ? 'its reset gate acts before the recurrent product, that of torch.nn.GRU after it'
          : null,
    },
    onnx: {
      operator: 'GRU',
      order: [1, 0, 2],
      peepholes: [],
      activation: () => null,
      integers: ({ reset }) => ({ linear_before_reset: reset === 'before' ? 0 : 1 }),
    },
  },
};

/**
 * Looks up how other programs know a cell.
 * @returns null for a cell that only this program has
 */
export function counterpartOf(type: string): Counterpart | null {
  return Object.hasOwn(counterparts, type) ? (counterparts[type] ?? null) : null;
}
