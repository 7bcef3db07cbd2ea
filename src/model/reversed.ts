// The backward direction of a bidirectional layer: a direction that is given its input in reverse
// order, each sequence within its own length, and whose states are put back in order.
import type { OutputSteps, Pass, SequenceInput, SequenceSize } from '../cells/cell.ts';
import type { Arena, ArenaPlan, IndexVector } from '../math/arena.ts';
import type { Address, Kernels } from '../math/kernels.ts';
import type { Tensor } from '../math/layout.ts';
import type { InputShape } from '../tasks/task.ts';
import type { Direction, Purpose } from './direction.ts';

/** Where things lie in reverse order. */
export interface ReversedPlan {
  /** Input and its gradient, [T·B, I], for dense inputs. */
  readonly input: Tensor | null;
  readonly inputGradient: Tensor | null;
  /** Symbols, [T·B], for index inputs. */
  readonly symbols: IndexVector | null;
  /** States in the sequence's order, and later their gradient, [T·B, H]. */
  readonly states: Tensor;
}

/** A backward direction that can run. */
export interface Reversed {
  /** Runs over the reversed input; nothing is carried over from an earlier chunk. */
  forward(input: SequenceInput, pass: Pass, purpose: Purpose): void;
  /** Puts the states in the order of the sequence; returns where they lie, [T·B, H]. */
  orderStates(pass: Pass): Address;
  /** Where `orderStates` puts the states. */
  readonly orderedStates: Address;
  /** Takes dL/dstates, which lie where `orderStates` put the states, into the direction's dh. */
  takeStateGradient(pass: Pass): void;
  /** Adds to the gradient, and to dL/dx where the input asks for it. */
  backward(input: SequenceInput, pass: Pass, steps: OutputSteps): void;
}

const NOTHING_CARRIED = { carryState: false, window: null } as const;

/** Plans the memory of a backward direction. */
export function planReversed(
  plan: ArenaPlan,
  input: InputShape,
  hiddenSize: number,
  { sequenceLength, batchSize }: SequenceSize,
): ReversedPlan {
  const rows = sequenceLength * batchSize;
  const dense = (name: string) =>
    input.kind === 'dense' ? plan.tensor(name, rows, input.size) : null;
  return {
    input: dense('reversedInput'),
    inputGradient: dense('reversedInputGradient'),
    symbols: input.kind === 'index' ? plan.indices(rows) : null,
    states: plan.tensor('orderedStates', rows, hiddenSize),
  };
}

/** Opens a planned backward direction around the direction that computes. */
export function createReversed(
  { input: reversedInput, inputGradient, symbols, states }: ReversedPlan,
  direction: Direction,
  arena: Arena,
  kernels: Kernels,
): Reversed {
  const { h, dh } = direction;
  const inner = {
    wanted: innerInput(reversedInput, inputGradient, symbols),
    unwanted: innerInput(reversedInput, null, symbols),
  };
  const innerOf = (input: SequenceInput): SequenceInput =>
    input.kind === 'dense' && input.gradient ? inner.wanted : inner.unwanted;

  return {
    forward(input, pass, purpose) {
      const { sequenceLength: T, batchSize: B, lengths } = pass;
      if (input.kind === 'dense') {
        kernels.reverseRows(reversedInput!.address, input.address, input.row, lengths, T, B, 0);
      } else {
        reverseSymbols(arena, symbols!.address, input.address, pass);
      }
      direction.forward(innerOf(input), pass, NOTHING_CARRIED, purpose);
    },
    orderedStates: states.address,
    orderStates({ sequenceLength: T, batchSize: B, lengths }) {
      kernels.reverseRows(states.address, h.address + B * h.row, h.row, lengths, T, B, 0);
      return states.address;
    },
    takeStateGradient({ sequenceLength: T, batchSize: B, lengths }) {
      kernels.reverseRows(dh.address + B * dh.row, states.address, dh.row, lengths, T, B, 0);
    },
    backward(input, pass, steps) {
      const { sequenceLength: T, batchSize: B, lengths } = pass;
      direction.backward(innerOf(input), pass, steps, false);
      if (input.kind !== 'dense' || !input.gradient) return;
      const { gradient, row } = input;
      kernels.reverseRows(gradient, inputGradient!.address, row, lengths, T, B, 1);
    },
  };
}

function innerInput(
  input: Tensor | null,
  gradient: Tensor | null,
  symbols: IndexVector | null,
): SequenceInput {
  return input
    ? { kind: 'dense', address: input.address, row: input.row, gradient: gradient?.address ?? 0 }
    : { kind: 'index', address: symbols!.address };
}

/** Symbols after a sequence's end become 0, which is one of every alphabet. */
function reverseSymbols(
  { integers }: Arena,
  target: Address,
  source: Address,
  { sequenceLength: T, batchSize: B, lengths }: Pass,
): void {
  for (let b = 0; b < B; b++) {
    const length = lengths ? integers[lengths / 4 + b]! : T;
    for (let t = 0; t < T; t++) {
      const symbol = t < length ? integers[source / 4 + (length - 1 - t) * B + b]! : 0;
      integers[target / 4 + t * B + b] = symbol;
    }
  }
}
