// A task of one's own whose sequences differ in length and whose targets stand at some steps only.
// The network reads brackets; at every question mark it says how deep they are nested. Run it with
//
//     node examples/depth.mjs [steps]
import { drawnTask, train } from 'rnn-lab';

const steps = Number(process.argv[2] ?? 5000);
const [OPEN, CLOSE, QUESTION] = [0, 1, 2];
const deepest = 3;

const depthOfBrackets = drawnTask({
  input: { kind: 'index', size: 3 },
  target: { kind: 'class', size: deepest + 1, steps: 'markedSteps' },
  length: 30,
  variableLengths: true,
  // Lengths, marks and classes are set for sequence b; steps after its length are not looked at.
  draw(stream, { sequenceLength, batchSize, lengths, marks, symbols, classes }, b) {
    lengths[b] = 10 + stream.integer(sequenceLength - 9);
    let depth = 0;
    for (let t = 0; t < sequenceLength; t++) {
      const row = t * batchSize + b;
      const isQuestion = t === lengths[b] - 1 || stream.integer(4) === 0;
      const isOpening = depth === 0 || (depth < deepest && stream.integer(2) === 0);
      if (!isQuestion) depth += isOpening ? 1 : -1;
      symbols[row] = isQuestion ? QUESTION : isOpening ? OPEN : CLOSE;
      marks[row] = isQuestion ? 1 : 0;
      classes[row] = depth;
    }
  },
});

const config = {
  model: {
    layers: [{ type: 'gru', hiddenSize: 16 }],
    initializer: { type: 'uniformByHiddenSize' },
  },
  training: { steps, optimizer: { type: 'adam', learningRate: 0.01 }, stop: { error: 0.001 } },
  evaluation: { every: 100, size: 1000 },
};

const { outcome, step, test } = await train(config, { task: depthOfBrackets });
const wrong = (100 * test.error).toFixed(2);
process.stdout.write(`${outcome} after ${step} updates: ${wrong}% of the answers wrong\n`);
