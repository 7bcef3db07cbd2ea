// A task and a policy of one's own. The task is running parity: at each step the network sees one
// bit and says whether the number of ones so far is odd. Run it with
//
//     node examples/parity.mjs [steps]
import { drawnTask, train } from 'rnn-lab';

const steps = Number(process.argv[2] ?? 5000);

/** Two symbols in, two classes out at every step; each sequence is drawn by itself. */
const parity = drawnTask({
  input: { kind: 'index', size: 2 },
  target: { kind: 'class', size: 2, steps: 'everyStep' },
  length: { min: 5, max: 20 },
  // Batches are time-major: step t of sequence b is row t·batchSize + b.
  draw(stream, { sequenceLength, batchSize, symbols, classes }, b) {
    let odd = 0;
    for (let t = 0; t < sequenceLength; t++) {
      const bit = stream.integer(2);
      odd ^= bit;
      symbols[t * batchSize + b] = bit;
      classes[t * batchSize + b] = odd;
    }
  },
});

/** Clips the gradient of each tensor by its own norm, where clipByNorm takes one norm over all. */
function clipEachTensor(maxNorm) {
  return ({ gradient }) => {
    let verdict = 'kept';
    for (const rows of Object.values(gradient)) {
      let squares = 0;
      for (const row of rows) for (const value of row) squares += value * value;
      const norm = Math.sqrt(squares);
      if (norm <= maxNorm) continue;
      for (const row of rows) row.set(row.map((value) => (value * maxNorm) / norm));
      verdict = 'changed';
    }
    return verdict;
  };
}

/** What a config file would say, but for the task; all else keeps its defaults. */
const config = {
  model: {
    layers: [{ type: 'elman', hiddenSize: 32 }],
    initializer: { type: 'orthogonal' },
  },
  training: {
    steps,
    optimizer: { type: 'adam', learningRate: 0.003 },
    policy: [],
    stop: { error: 0.001 },
  },
  evaluation: { every: 250, size: 1000 },
};

const { outcome, step, gradient } = await train(config, {
  task: parity,
  policies: [clipEachTensor(0.25)],
  onEvent(event) {
    if (event.type !== 'evaluation') return;
    const wrong = (100 * event.error).toFixed(2);
    process.stdout.write(`${event.split} after ${event.step} updates: ${wrong}% wrong\n`);
  },
});

const clipped = (100 * gradient.clippedFraction).toFixed(0);
process.stdout.write(`${outcome} after ${step} updates, ${clipped}% of them clipped\n`);
