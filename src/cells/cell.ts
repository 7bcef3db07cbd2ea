// The type of a recurrent cell: a stateless table of its parameters, its memory and its two passes
// over a whole sequence. What a cell computes lies in one file per cell.
import type { Definition } from '../math/definition.ts';
import type { Address, Kernels } from '../math/kernels.ts';
import type { Tensor, TensorSpec } from '../math/layout.ts';

/** What a parameter is for; initializers choose by it. */
export type ParameterRole =
  | 'input'
  | 'recurrent'
  | 'output'
  | 'bias'
  | 'peephole'
  | 'gain'
  | 'initialState';

/** A trainable tensor. */
export interface ParameterSpec extends TensorSpec {
  readonly role: ParameterRole;
  /** Names of the gates whose columns lie side by side, all equally wide; absent for one block. */
  readonly gates?: readonly string[];
  /** Where elements of a gate start that an initializer leaves at zero, by gate; 0 without it. */
  readonly gateStart?: Readonly<Record<string, number>>;
}

/** Where the state starts: at zero, at a constant in every unit, or at a trained vector. */
export type InitialState = 'zero' | 'trainable' | number;

/** Options every cell has. */
export interface CellOptions {
  readonly hiddenSize: number;
  readonly initialState: InitialState;
  /** Share of the units of h_{t−1} that a sequence's recurrent product misses, in [0, 1); 0 without it. */
  readonly recurrentDropout?: number;
}

/** Input of a layer over T·B rows, time-major: dense rows, or one symbol per row. */
export type SequenceInput =
  | {
      readonly kind: 'dense';
      readonly address: Address;
      readonly row: number;
      /** Where dL/dx goes, laid out as the input is; 0 where nobody needs it. */
      readonly gradient: Address;
    }
  | { readonly kind: 'index'; readonly address: Address };

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/**
 * What a pass of one layer works on. The workspace holds for each state s of the cell, `h` among
 * them, s and ds = dL/ds, both [(T+1)·B, H] with the initial state first.
 */
export interface LayerContext<Options> {
  readonly kernels: Kernels;
  readonly options: Options;
  readonly inputSize: number;
  readonly input: SequenceInput;
  readonly parameters: NamedTensors;
  readonly gradient: NamedTensors;
  readonly workspace: NamedTensors;
}

/** How much there is of everything. */
export interface SequenceSize {
  /** T of this batch, at most what was planned. */
  readonly sequenceLength: number;
  /** B of this batch, at most what was planned. */
  readonly batchSize: number;
}

/** One call over a batch. */
export interface Pass extends SequenceSize {
  /** int32 [B]: steps of each sequence, at least 1; 0 where all have T. */
  readonly lengths: Address;
  /** Whether recurrent dropout acts: in training, not in evaluation. */
  readonly drops: boolean;
  /** Clips dL/dh_t, [B, H], before it goes back through step t; null where nothing does. */
  readonly clipStep: ((dh: Address, byteLength: number) => void) | null;
}

/** Which h_t have a gradient from above: only the last, or all. */
export type OutputSteps = 'lastStep' | 'everyStep';

/** A recurrent cell. */
export interface Cell<Options extends CellOptions> extends Definition {
  /** Names of what is carried from step to step; `h`, the output, is the first. */
  readonly states: readonly string[];
  /** Trainable tensors for an input of the given size. */
  parameters(options: Options, inputSize: number): readonly ParameterSpec[];
  /** Memory for at most T steps of B sequences. */
  workspace(options: Options, inputSize: number, size: SequenceSize): readonly TensorSpec[];
  /**
   * Computes the states at t = 1 … T; block 0 of each must hold the initial state. The states of a
   * sequence that is over stay what they were at its last step.
   */
  forward(context: LayerContext<Options>, pass: Pass): void;
  /**
   * Adds this layer's part to the gradient, given dL/dh_t from above in `dh`: in its last block
   * (lastStep; the others need not be cleared) or in blocks 1 … T (everyStep). Leaves the complete
   * dL/dh_t for t = 0 … T in `dh` (0 after a sequence's end), and dL/dx_t where the input asks for
   * it. Lengths need everyStep.
   */
  backward(context: LayerContext<Options>, pass: Pass, steps: OutputSteps): void;
}

/** Tensor of a name that the planner must have made. */
export function named(tensors: NamedTensors, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`no tensor named ${name}`);
  return tensor;
}
