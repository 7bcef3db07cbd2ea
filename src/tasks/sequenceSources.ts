// Batches of sequences from a table: in random order to train on, in order to evaluate on.
import type { RandomStream } from '../math/random.ts';
import type { SequenceTable } from './formats/sequenceTable.ts';
import type { Batch, BatchSource, InputShape, SourceState, TargetShape } from './task.ts';

/** Some sequences of a table, those from `first` to before `end`. */
export interface SequencePart {
  readonly table: SequenceTable;
  readonly first: number;
  readonly end: number;
}

/** What inputs and targets are. */
export interface SequenceKinds {
  readonly input: InputShape;
  readonly target: TargetShape;
}

/** T of sequence i. */
export function lengthOf({ starts }: SequenceTable, i: number): number {
  return starts[i + 1]! - starts[i]!;
}

/**
 * Gives batches without end: every sequence once an epoch, in an order drawn anew for each. The last batch
 * of an epoch is smaller where B does not divide their number. To go on, the stream stands where the epoch
 * began, so that its order is drawn again.
 * @param part at least one sequence
 * @param from where to go on: how many of the epoch have been given
 */
export function epochSource(
  part: SequencePart,
  kinds: SequenceKinds,
  stream: RandomStream,
  from?: SourceState,
): BatchSource {
  const order = new Int32Array(part.end - part.first);
  let random = stream.state();
  drawOrder(order, part.first, stream);
  let position = from?.position ?? 0;
  return {
    next(batch) {
      if (position === order.length) {
        random = stream.state();
        drawOrder(order, part.first, stream);
        position = 0;
      }
      const count = Math.min(batch.batchSize, order.length - position);
      fill(batch, part.table, kinds, order.subarray(position, position + count));
      position += count;
      return true;
    },
    state: () => ({ position, random }),
  };
}

/** Draws a permutation of first, first + 1, …: Fisher & Yates, inside out. */
function drawOrder(order: Int32Array, first: number, stream: RandomStream): void {
  for (let k = 0; k < order.length; k++) {
    const other = stream.integer(k + 1);
    order[k] = order[other]!;
    order[other] = first + k;
  }
}

/** Gives every sequence once, in order, the last batch smaller. */
export function orderedSource(
  { table, first, end }: SequencePart,
  kinds: SequenceKinds,
): BatchSource {
  let position = first;
  return {
    next(batch) {
      const count = Math.min(batch.batchSize, end - position);
      if (count === 0) return false;
      const chosen = Int32Array.from({ length: count }, (_, b) => position + b);
      fill(batch, table, kinds, chosen);
      position += count;
      return true;
    },
    state: () => ({ position: position - first, random: null }),
  };
}

/** Writes the chosen sequences side by side, with zeros behind those that are over. */
function fill(
  batch: Batch,
  table: SequenceTable,
  { input, target }: SequenceKinds,
  chosen: Int32Array,
): void {
  const B = chosen.length;
  let T = 0;
  for (const i of chosen) T = Math.max(T, lengthOf(table, i));
  batch.batchSize = B;
  batch.sequenceLength = T;
  batch.carryState = false;
  const atLastStep = target.steps === 'lastStep';
  for (let b = 0; b < B; b++) {
    const i = chosen[b]!;
    const start = table.starts[i]!;
    const length = lengthOf(table, i);
    if (batch.lengths.length > 0) batch.lengths[b] = length;
    for (let t = 0; t < T; t++) {
      const row = t * B + b;
      const step = t < length ? start + t : null;
      if (input.kind === 'index') batch.symbols[row] = step === null ? 0 : table.inputs[step]!;
      else writeRow(batch.inputs, row * batch.inputStride, table.inputs, step, input.size);
      if (!atLastStep) writeTarget(batch, table, target, row, step);
    }
    if (atLastStep) writeTarget(batch, table, target, b, i);
  }
}

/** @param from which target of the table; null for none */
function writeTarget(
  batch: Batch,
  { targets }: SequenceTable,
  { kind, size }: TargetShape,
  row: number,
  from: number | null,
): void {
  if (kind === 'class') batch.classes[row] = from === null ? 0 : targets[from]!;
  else writeRow(batch.values, row * batch.valueStride, targets, from, size);
}

function writeRow(
  into: Batch['inputs'],
  at: number,
  rows: ArrayLike<number>,
  from: number | null,
  size: number,
): void {
  for (let j = 0; j < size; j++) into[at + j] = from === null ? 0 : rows[from * size + j]!;
}
