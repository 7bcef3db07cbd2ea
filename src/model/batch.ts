// The memory of one batch: inputs and targets in the arena, seen as a task's Batch.
import type { Arena, ArenaPlan, IndexVector } from '../math/arena.ts';
import { ELEMENT_BYTES } from '../math/kernels.ts';
import type { Tensor } from '../math/layout.ts';
import type { Batch, InputShape, TargetShape } from '../tasks/task.ts';

/** Where a batch lies. */
export interface BatchPlan {
  readonly inputs: Tensor | null;
  readonly symbols: IndexVector | null;
  readonly values: Tensor | null;
  readonly classes: IndexVector | null;
  readonly sequenceLength: number;
  readonly batchSize: number;
}

/** Plans a batch of at most T steps of B sequences. `values` are planned where the loss needs them. */
export function planBatch(
  plan: ArenaPlan,
  input: InputShape,
  target: TargetShape,
  needsValues: boolean,
  sequenceLength: number,
  batchSize: number,
): BatchPlan {
  const inputRows = sequenceLength * batchSize;
  const targetRows = target.steps === 'lastStep' ? batchSize : inputRows;
  return {
    inputs: input.kind === 'dense' ? plan.tensor('inputs', inputRows, input.size) : null,
    symbols: input.kind === 'index' ? plan.indices(inputRows) : null,
    values: needsValues ? plan.tensor('values', targetRows, target.size) : null,
    classes: target.kind === 'class' ? plan.indices(targetRows) : null,
    sequenceLength,
    batchSize,
  };
}

/** Opens the planned memory as a batch of full size. */
export function createBatch(plan: BatchPlan, arena: Arena): Batch {
  const elementBytes = ELEMENT_BYTES[arena.precision];
  const none = arena.elements.subarray(0, 0);
  const noIndices = arena.integers.subarray(0, 0);
  return {
    sequenceLength: plan.sequenceLength,
    batchSize: plan.batchSize,
    carryState: false,
    symbols: plan.symbols ? arena.indexView(plan.symbols) : noIndices,
    inputs: plan.inputs ? arena.view(plan.inputs) : none,
    inputStride: plan.inputs ? plan.inputs.row / elementBytes : 0,
    values: plan.values ? arena.view(plan.values) : none,
    valueStride: plan.values ? plan.values.row / elementBytes : 0,
    classes: plan.classes ? arena.indexView(plan.classes) : noIndices,
  };
}

/** Writes the classes of the first `rows` rows as rows of 0 and 1, for losses over values. */
export function expandClasses(batch: Batch, rows: number, size: number): void {
  const { values, valueStride, classes } = batch;
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < size; j++) values[n * valueStride + j] = j === classes[n] ? 1 : 0;
  }
}
