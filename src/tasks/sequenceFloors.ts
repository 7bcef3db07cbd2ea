// What predictors reach on sequences that know the targets of training and nothing of the inputs.
import { elementary64 } from '../math/elementary/index.ts';
import type { SequencePart } from './sequenceSources.ts';
import type { Floor, TargetShape } from './task.ts';

/**
 * The floor of a part of the data.
 *
 * - Classes: the shares q_c = (n_c + 1)/(N + C) of C classes among N training targets, so that no class is
 *   impossible; loss −ln q_class, wrong unless the class is the most frequent one, the first of equals.
 * - Values: the mean of the training targets; loss Σ_j (mean_j − y_j)², wrong beyond the tolerance if there
 *   is one.
 * @param tolerance largest |mean_j − y_j| that counts as right
 * @see Laplace's rule of succession.
 */
export function sequenceFloor(
  training: SequencePart,
  part: SequencePart,
  target: TargetShape,
  tolerance?: number,
): Floor {
  return target.kind === 'class'
    ? frequenciesFloor(training, part, target)
    : meanFloor(training, part, target, tolerance);
}

/** Where the targets of a part lie, in rows of the table's targets. */
function rowsOf({ table, first, end }: SequencePart, { steps }: TargetShape): [number, number] {
  return steps === 'lastStep' ? [first, end] : [table.starts[first]!, table.starts[end]!];
}

function frequenciesFloor(training: SequencePart, part: SequencePart, target: TargetShape): Floor {
  const { targets } = training.table;
  const counts = new Float64Array(target.size).fill(1);
  const [first, end] = rowsOf(training, target);
  for (let n = first; n < end; n++) counts[targets[n]!]! += 1;
  const total = end - first + target.size;
  let usual = 0;
  for (let c = 1; c < target.size; c++) if (counts[c]! > counts[usual]!) usual = c;
  const [from, to] = rowsOf(part, target);
  let loss = 0;
  let wrong = 0;
  for (let n = from; n < to; n++) {
    const one = part.table.targets[n]!;
    loss -= elementary64.log(counts[one]! / total);
    if (one !== usual) wrong++;
  }
  return {
    name: 'class frequencies',
    losses: { softmaxCrossEntropy: loss / (to - from) },
    error: wrong / (to - from),
  };
}

function meanFloor(
  training: SequencePart,
  part: SequencePart,
  target: TargetShape,
  tolerance?: number,
): Floor {
  const { size } = target;
  const means = new Float64Array(size);
  const [first, end] = rowsOf(training, target);
  for (let n = first; n < end; n++) {
    for (let j = 0; j < size; j++) {
      means[j]! += (training.table.targets[n * size + j]! - means[j]!) / (n - first + 1);
    }
  }
  const [from, to] = rowsOf(part, target);
  let loss = 0;
  let wrong = 0;
  for (let n = from; n < to; n++) {
    let largest = 0;
    for (let j = 0; j < size; j++) {
      const error = Math.abs(means[j]! - part.table.targets[n * size + j]!);
      loss += error * error;
      largest = Math.max(largest, error);
    }
    if (tolerance !== undefined && !(largest <= tolerance)) wrong++;
  }
  return {
    name: 'mean',
    losses: { squaredError: loss / (to - from) },
    error: tolerance === undefined ? null : wrong / (to - from),
  };
}
