// The memory of one batch: inputs and targets in the arena, seen as a task's Batch.
import type { Arena, ArenaPlan, IndexVector } from '../math/arena.ts';
import { ELEMENT_BYTES } from '../math/kernels.ts';
import type { Tensor } from '../math/layout.ts';
import type { Batch, InputShape, TargetShape } from '../tasks/task.ts';

/** What decides the memory of a batch. */
export interface BatchShape {
  readonly input: InputShape;
  readonly target: TargetShape;
  readonly variableLengths: boolean;
  /** Whether targets are wanted as values, as the loss compares them. */
  readonly needsValues: boolean;
  readonly sequenceLength: number;
  readonly batchSize: number;
}

/** Where a batch lies. */
export interface BatchPlan {
  readonly inputs: Tensor | null;
  readonly symbols: IndexVector | null;
  readonly values: Tensor | null;
  readonly classes: IndexVector | null;
  readonly lengths: IndexVector | null;
  readonly marks: IndexVector | null;
  readonly sequenceLength: number;
  readonly batchSize: number;
}

/** Plans a batch of at most T steps of B sequences. */
export function planBatch(plan: ArenaPlan, shape: BatchShape): BatchPlan {
  const { input, target, variableLengths, needsValues, sequenceLength, batchSize } = shape;
  const inputRows = sequenceLength * batchSize;
  const targetRows = target.steps === 'lastStep' ? batchSize : inputRows;
  return {
    inputs: input.kind === 'dense' ? plan.tensor('inputs', inputRows, input.size) : null,
    symbols: input.kind === 'index' ? plan.indices(inputRows) : null,
    values: needsValues ? plan.tensor('values', targetRows, target.size) : null,
    classes: target.kind === 'class' ? plan.indices(targetRows) : null,
    lengths: variableLengths ? plan.indices(batchSize) : null,
    marks: target.steps === 'markedSteps' ? plan.indices(inputRows) : null,
    sequenceLength,
    batchSize,
  };
}

/** Opens the planned memory as a batch of full size. */
export function createBatch(plan: BatchPlan, arena: Arena): Batch {
  const elementBytes = ELEMENT_BYTES[arena.precision];
  const none = arena.elements.subarray(0, 0);
  const indices = (place: IndexVector | null): Int32Array =>
    place ? arena.indexView(place) : arena.integers.subarray(0, 0);
  return {
    sequenceLength: plan.sequenceLength,
    batchSize: plan.batchSize,
    carryState: false,
    window: null,
    symbols: indices(plan.symbols),
    inputs: plan.inputs ? arena.view(plan.inputs) : none,
    inputStride: plan.inputs ? plan.inputs.row / elementBytes : 0,
    values: plan.values ? arena.view(plan.values) : none,
    valueStride: plan.values ? plan.values.row / elementBytes : 0,
    classes: indices(plan.classes),
    lengths: indices(plan.lengths).fill(plan.sequenceLength),
    marks: indices(plan.marks),
  };
}

/** Writes the classes of the first `rows` rows as rows of 0 and 1, for losses over values. */
export function expandClasses(
  { values, valueStride, classes }: Pick<Batch, 'values' | 'valueStride' | 'classes'>,
  rows: number,
  size: number,
): void {
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < size; j++) values[n * valueStride + j] = j === classes[n] ? 1 : 0;
  }
}

/** Zeroes inputs after the end of each sequence, so that nothing there can reach a gradient. */
export function clearAfterEnd({
  sequenceLength: T,
  batchSize: B,
  lengths,
  symbols,
  inputs,
  inputStride,
}: Batch): void {
  for (let b = 0; b < B; b++) {
    for (let t = lengths[b]!; t < T; t++) {
      const row = t * B + b;
      if (symbols.length > 0) symbols[row] = 0;
      else inputs.fill(0, row * inputStride, (row + 1) * inputStride);
    }
  }
}
