// A task of rows that is not in the table: one number a step, the next one to be predicted, as tasks of
// data hand them out.

import type { Batch, BatchSource, Notation, Task } from '../../src/tasks/task.ts';

/** Fills batches with chunks of sequences, one sequence after the other. */
function source(sequences: readonly (readonly number[])[], length: number): BatchSource {
  let sequence = 0;
  let position = 0;
  return {
    next(batch: Batch) {
      const values = sequences[sequence];
      if (!values) return false;
      batch.batchSize = 1;
      batch.sequenceLength = Math.min(length, values.length - 1 - position);
      batch.carryState = position > 0;
      for (let t = 0; t < batch.sequenceLength; t++) {
        batch.inputs[t * batch.inputStride] = values[position + t] ?? 0;
        batch.values[t * batch.valueStride] = values[position + t + 1] ?? 0;
      }
      position += batch.sequenceLength;
      if (position >= values.length - 1) {
        sequence++;
        position = 0;
      }
      return true;
    },
    state: () => ({ position: 0, random: null }),
  };
}

/**
 * Makes the task.
 * @param sequences its test data, standardized already; it has no others
 * @param length steps of a chunk
 */
export function rowTask(
  sequences: readonly (readonly number[])[],
  length: number,
  notation: Notation,
): Task {
  return {
    input: { kind: 'dense', size: 1 },
    target: { kind: 'value', size: 1, steps: 'everyStep' },
    maximumLength: length,
    carriesState: true,
    perCharacter: false,
    watched: [],
    training: () => source([], length),
    evaluation: (split) => (split === 'test' ? source(sequences, length) : null),
    notation,
  };
}
