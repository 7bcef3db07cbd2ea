// The order of things around a backward direction: what it is given, what becomes of its states, and
// the way back of both gradients. The direction itself is a stand-in that records or copies.
import { describe, expect, test } from 'vitest';
import type { Pass, SequenceInput } from '../../src/cells/cell.ts';
import { ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { Address, KernelName } from '../../src/math/kernels.ts';
import type { Direction } from '../../src/model/direction.ts';
import { createReversed, planReversed } from '../../src/model/reversed.ts';
import type { InputShape } from '../../src/tasks/task.ts';
import { allKernels } from '../helpers/kernels.ts';

const [T, B, I, H] = [4, 2, 3, 2];
const LENGTHS = [4, 2];

/** Row t·B + b that stands at t in reverse order, or null after the end of sequence b. */
const fromRow = (t: number, b: number, lengths: readonly number[]) =>
  t < lengths[b]! ? (lengths[b]! - 1 - t) * B + b : null;
const reversedRows = (lengths: readonly number[]) =>
  Array.from({ length: T * B }, (_, n) => fromRow(Math.floor(n / B), n % B, lengths));

const numbered = (columns: number) =>
  Array.from(
    { length: T * B * columns },
    (_, i) => 100 * Math.floor(i / columns) + (i % columns) + 1,
  );

/** The rows of `numbered` in another order, rows of zeros in place of null. */
const inOrder = (rows: readonly (number | null)[], columns: number) =>
  rows.flatMap((n) =>
    Array.from({ length: columns }, (_, j) => (n === null ? 0 : 100 * n + j + 1)),
  );

function open(kernelName: KernelName, input: InputShape) {
  const plan = new ArenaPlan('f64');
  const inputs = plan.tensor('inputs', T * B, I);
  const inputGradient = plan.tensor('inputGradient', T * B, I);
  const symbols = plan.indices(T * B);
  const lengths = plan.indices(B);
  const h = plan.tensor('h', (T + 1) * B, H);
  const dh = plan.tensor('dh', (T + 1) * B, H);
  const reversedPlan = planReversed(plan, input, H, { sequenceLength: T, batchSize: B });
  const arena = plan.allocate();
  const kernels = createKernels(kernelName, arena.memory, 'f64');
  const given: { input: SequenceInput; carry: boolean }[] = [];
  const takeInput = (place: SequenceInput, carry: boolean) => given.push({ input: place, carry });
  const direction = {
    h,
    dh,
    forward: (place, _pass, { carryState }) => takeInput(place, carryState),
    backward: (place, _pass, _steps, carried) => takeInput(place, carried),
  } as Pick<Direction, 'h' | 'dh' | 'forward' | 'backward'> as Direction;
  arena.indexView(lengths).set(LENGTHS);
  const pass = (differ: boolean): Pass => ({
    sequenceLength: T,
    batchSize: B,
    lengths: differ ? lengths.address : 0,
    drops: false,
    clipStep: null,
  });
  const reversed = createReversed(reversedPlan, direction, arena, kernels);
  const dense = (gradient: Address): SequenceInput => ({
    kind: 'dense',
    address: inputs.address,
    row: inputs.row,
    gradient,
  });
  const at = { inputs, inputGradient, symbols, h, dh, ...tensorsOf(reversedPlan) };
  return { arena, reversed, pass, dense, given, at };
}

function tensorsOf(plan: ReturnType<typeof planReversed>) {
  return {
    reversedInput: plan.input,
    reversedInputGradient: plan.inputGradient,
    reversedSymbols: plan.symbols,
    states: plan.states,
  };
}

const DENSE: InputShape = { kind: 'dense', size: I };
const INDEX: InputShape = { kind: 'index', size: 9 };
const orders = [
  ['equal lengths', false, reversedRows([T, T])],
  ['lengths that differ', true, reversedRows(LENGTHS)],
] as const;

describe.each(allKernels)('with the %s kernels', (kernelName) => {
  describe.each(orders)('%s', (_, differ, rows) => {
    test('dense inputs are reversed within their sequences', () => {
      const { arena, reversed, pass, dense, given, at } = open(kernelName, DENSE);
      arena.write(at.inputs, numbered(I));
      arena.write(at.reversedInput!, new Array(T * B * I).fill(1e30));
      reversed.forward(dense(0), pass(differ), 'train');
      expect(arena.read(at.reversedInput!)).toEqual(inOrder(rows, I));
      const { address, row } = at.reversedInput!;
      const input = { kind: 'dense', address, row, gradient: 0 };
      expect(given).toEqual([{ input, carry: false }]);
    });

    test('symbols are reversed within their sequences, 0 after an end', () => {
      const { arena, reversed, pass, given, at } = open(kernelName, INDEX);
      arena.indexView(at.symbols).set(numbered(1));
      arena.indexView(at.reversedSymbols!).fill(-1);
      const input: SequenceInput = { kind: 'index', address: at.symbols.address };
      reversed.forward(input, pass(differ), 'train');
      expect([...arena.indexView(at.reversedSymbols!)]).toEqual(inOrder(rows, 1));
      const inner = { kind: 'index', address: at.reversedSymbols!.address };
      expect(given).toEqual([{ input: inner, carry: false }]);
    });

    test('states come back in order, without the initial one', () => {
      const { arena, reversed, pass, at } = open(kernelName, DENSE);
      arena.write(at.h, [...new Array(B * H).fill(1e30), ...numbered(H)]);
      expect(reversed.orderStates(pass(differ))).toBe(at.states.address);
      expect(reversed.orderedStates).toBe(at.states.address);
      expect(arena.read(at.states)).toEqual(inOrder(rows, H));
    });

    test('their gradient goes the other way, and block 0 is left alone', () => {
      const { arena, reversed, pass, at } = open(kernelName, DENSE);
      arena.write(at.states, numbered(H));
      arena.write(at.dh, new Array((T + 1) * B * H).fill(7));
      reversed.takeStateGradient(pass(differ));
      const expected = [...new Array(B * H).fill(7), ...inOrder(rows, H)];
      expect(arena.read(at.dh)).toEqual(expected);
    });

    test('dL/dx is added in the order of the input', () => {
      const { arena, reversed, pass, dense, given, at } = open(kernelName, DENSE);
      arena.write(at.inputGradient, new Array(T * B * I).fill(0.5));
      arena.write(at.reversedInputGradient!, numbered(I));
      reversed.backward(dense(at.inputGradient.address), pass(differ), 'everyStep');
      const expected = inOrder(rows, I).map((value) => value + 0.5);
      expect(arena.read(at.inputGradient)).toEqual(expected);
      const { address, row } = at.reversedInput!;
      const gradient = at.reversedInputGradient!.address;
      const input = { kind: 'dense', address, row, gradient };
      expect(given).toEqual([{ input, carry: false }]);
    });
  });

  test('dL/dx that nobody wants is neither asked for nor written', () => {
    const { arena, reversed, pass, dense, given, at } = open(kernelName, DENSE);
    arena.write(at.reversedInputGradient!, numbered(I));
    const before = arena.elements.slice();
    reversed.backward(dense(0), pass(true), 'everyStep');
    expect(given).toMatchObject([{ input: { gradient: 0 } }]);
    expect(Buffer.from(arena.elements.buffer).equals(Buffer.from(before.buffer))).toBe(true);
  });

  test('every pass is given the same place, so that what is bound to it stays', () => {
    const { reversed, pass, dense, given, at } = open(kernelName, DENSE);
    const wanted = dense(at.inputGradient.address);
    reversed.forward(wanted, pass(true), 'train');
    reversed.backward(wanted, pass(true), 'everyStep');
    expect(given[1]!.input).toBe(given[0]!.input);
  });

  test('a shorter and smaller batch is reversed by its own size', () => {
    const { arena, reversed, pass, dense, at } = open(kernelName, DENSE);
    arena.write(at.inputs, numbered(I));
    const small = { ...pass(false), sequenceLength: 3, batchSize: 1 };
    reversed.forward(dense(0), small, 'train');
    const rows = [2, 1, 0, null, null, null, null, null];
    expect(arena.read(at.reversedInput!)).toEqual(inOrder(rows, I));
  });
});

test('what an input does not need is not planned', () => {
  const size = { sequenceLength: T, batchSize: B };
  const ofDense = planReversed(new ArenaPlan('f64'), DENSE, H, size);
  const ofIndex = planReversed(new ArenaPlan('f64'), INDEX, H, size);
  expect(ofDense.symbols).toBeNull();
  expect([ofIndex.input, ofIndex.inputGradient]).toEqual([null, null]);
});
