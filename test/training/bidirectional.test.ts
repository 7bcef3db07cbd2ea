// A task that needs the future: a network that reads in both directions solves it, one that reads
// forward alone stays at the floor of whoever does not know what comes.
import { expect, test } from 'vitest';
import { buildWithTask } from '../../src/experiment/build.ts';
import { loadOwnTaskConfig } from '../../src/experiment/load/loadConfig.ts';
import { drawnTask } from '../../src/tasks/drawn.ts';
import { train } from '../../src/training/train.ts';

const SYMBOLS = 3;
const T = 8;

/** At every step the class is the next symbol, the first one again after the last. */
const nextSymbol = drawnTask({
  input: { kind: 'index', size: SYMBOLS },
  target: { kind: 'class', size: SYMBOLS, steps: 'everyStep' },
  length: T,
  draw(stream, { symbols, classes, batchSize: B }, b) {
    for (let t = 0; t < T; t++) symbols[t * B + b] = stream.integer(SYMBOLS);
    for (let t = 0; t < T; t++) classes[t * B + b] = symbols[((t + 1) % T) * B + b]!;
  },
});

/** Share of wrong classes on fresh sequences after training. */
function errorOf(type: string, bidirectional: boolean): number {
  const config = {
    loss: { type: 'softmaxCrossEntropy' },
    model: { layers: [{ type, hiddenSize: 16, bidirectional }] },
    training: { steps: 600, batchSize: 20, optimizer: { type: 'adam', learningRate: 0.02 } },
    evaluation: { every: 600, size: 1000 },
  };
  const loaded = loadOwnTaskConfig(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const setup = buildWithTask(loaded.spec, '128', nextSymbol);
  let error = Number.NaN;
  for (const event of train(setup, { interrupted: false })) {
    if (event.type === 'evaluation' && event.split === 'validation') error = event.error!;
  }
  return error;
}

// The last step's class is the first symbol, which a forward network could keep: an eighth of the
// targets. For the others it can only guess, 2/3 wrong.
const FLOOR = ((T - 1) / T) * (1 - 1 / SYMBOLS);
/** Four standard deviations of a share of 8,000 guesses. */
const SPREAD = 4 * Math.sqrt((FLOOR * (1 - FLOOR)) / (1000 * T));

test.each(['elman', 'lstm', 'gru'])('%s layers solve it in both directions only', (type) => {
  // Backward, the first symbol is as far from the last step as it is forward.
  expect(errorOf(type, true)).toBeLessThan(0.1);
  expect(errorOf(type, false)).toBeGreaterThan(FLOOR - SPREAD);
});
