// Two small tasks as a user of the library would write them.
import { drawnTask } from '../../src/index.ts';

/** Say which of three symbols came last. */
export const copyLast = drawnTask({
  input: { kind: 'index', size: 3 },
  target: { kind: 'class', size: 3, steps: 'lastStep' },
  length: { min: 2, max: 6 },
  draw(stream, { sequenceLength, batchSize, symbols, classes }, b) {
    for (let t = 0; t < sequenceLength; t++) symbols[t * batchSize + b] = stream.integer(3);
    classes[b] = symbols[(sequenceLength - 1) * batchSize + b]!;
  },
});

/** Say the mean of four numbers. */
export const meanOfInputs = drawnTask({
  input: { kind: 'dense', size: 1 },
  target: { kind: 'value', size: 1, steps: 'lastStep' },
  length: 4,
  draw(stream, { sequenceLength, batchSize, inputs, inputStride, values, valueStride }, b) {
    let sum = 0;
    for (let t = 0; t < sequenceLength; t++) {
      const value = stream.uniform();
      inputs[(t * batchSize + b) * inputStride] = value;
      sum += value;
    }
    values[b * valueStride] = sum / sequenceLength;
  },
});
