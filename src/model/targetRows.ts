// Which rows of the outputs have a target. Where not all of them do, the states of those that do are
// gathered into rows of their own with their targets, so that readout and loss see no others.
import type { Arena, ArenaPlan, IndexVector } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { Tensor } from '../math/layout.ts';
import type { Batch, TargetShape } from '../tasks/task.ts';
import type { BatchPlan } from './batch.ts';
import type { OutputPlace } from './direction.ts';

/** Memory of gathered rows; at most T·B of each. */
export interface TargetRowsPlan {
  /** Input row of each gathered row. */
  readonly rows: IndexVector;
  readonly states: Tensor;
  readonly stateGradient: Tensor;
  readonly classes: IndexVector | null;
  readonly values: Tensor | null;
  /** One row of zeros. */
  readonly zero: Tensor;
}

/** Rows with a target, gathered. */
export interface TargetRows {
  /** Where gathered states and their gradient lie. */
  readonly place: OutputPlace;
  /** Gathered targets, as a batch has them. */
  readonly targets: Pick<Batch, 'values' | 'valueStride' | 'classes'>;
  /** Gathers states and targets of a batch; returns how many rows there are. */
  gather(batch: Batch, from: OutputPlace): number;
  /** Writes dL/dstates of the gathered rows to where the states came from, and zero elsewhere. */
  scatter(batch: Batch, to: OutputPlace, count: number): void;
  /** The target row of the batch that a gathered row is. */
  rowOf(n: number): number;
}

/** Whether rows have to be gathered. */
export function needsGathering({ steps }: TargetShape, variableLengths: boolean): boolean {
  return steps === 'markedSteps' || (steps === 'everyStep' && variableLengths);
}

/** Plans the memory of gathered rows of states of the given size. */
export function planTargetRows(
  plan: ArenaPlan,
  { classes, values, sequenceLength, batchSize }: BatchPlan,
  size: number,
): TargetRowsPlan {
  const rows = sequenceLength * batchSize;
  return {
    rows: plan.indices(rows),
    states: plan.tensor('gathered', rows, size),
    stateGradient: plan.tensor('gatheredGradient', rows, size),
    classes: classes && plan.indices(rows),
    values: values && plan.tensor('gatheredValues', rows, values.columns),
    zero: plan.tensor('zero', 1, size),
  };
}

/** Opens planned rows. */
export function createTargetRows(
  plan: TargetRowsPlan,
  { values: allValues }: BatchPlan,
  arena: Arena,
  kernels: Kernels,
): TargetRows {
  const { states, stateGradient, values, zero } = plan;
  const rows = arena.indexView(plan.rows);
  const classes = plan.classes ? arena.indexView(plan.classes) : arena.integers.subarray(0, 0);
  const view = values ? arena.view(values) : arena.elements.subarray(0, 0);
  const place = { address: states.address, gradient: stateGradient.address, row: states.row };

  const choose = ({ sequenceLength: T, batchSize: B, lengths, marks }: Batch): number => {
    let count = 0;
    for (let t = 0; t < T; t++) {
      for (let b = 0; b < B; b++) {
        const row = t * B + b;
        const isOver = lengths.length > 0 && t >= lengths[b]!;
        if (!isOver && (marks.length === 0 || marks[row] === 1)) rows[count++] = row;
      }
    }
    return count;
  };
  return {
    place,
    targets: {
      classes,
      values: view,
      valueStride: values ? values.row / arena.elements.BYTES_PER_ELEMENT : 0,
    },
    gather(batch, from) {
      const count = choose(batch);
      kernels.gatherRows(states.address, states.row, from.address, 0, plan.rows.address, count);
      if (classes.length > 0) for (let n = 0; n < count; n++) classes[n] = batch.classes[rows[n]!]!;
      if (values && allValues) {
        kernels.gatherRows(
          values.address,
          values.row,
          allValues.address,
          0,
          plan.rows.address,
          count,
        );
      }
      return count;
    },
    scatter({ sequenceLength: T, batchSize: B }, to, count) {
      kernels.fillRows(to.gradient, to.row, zero.address, T * B);
      kernels.scatterAddRows(to.gradient, stateGradient.address, to.row, plan.rows.address, count);
    },
    rowOf: (n) => rows[n]!,
  };
}
