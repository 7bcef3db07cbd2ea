// The update of the bench in TensorFlow.js on its plain JavaScript backend: a line with a count in,
// milliseconds out. The folder that holds the package is named on the command line.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const tf = createRequire(`${process.argv[2]}/`)('@tensorflow/tfjs');
await tf.setBackend('cpu');
const [T, B, I, H, O] = [100, 20, 6, 50, 4];
const weight = (...shape) => tf.variable(tf.randomNormal(shape, 0, 0.1));
const Wxh = weight(I, H);
const Whh = weight(H, H);
const bh = weight(H);
const W = weight(H, O);
const b = weight(O);
const variables = [Wxh, Whh, bh, W, b];
const symbols = Int32Array.from({ length: T * B }, (_, n) => (n * 7) % I);
const x = tf.oneHot(tf.tensor1d(symbols, 'int32'), I).toFloat();
const y = tf.oneHot(
  tf.tensor1d(
    Int32Array.from({ length: B }, (_, n) => n % O),
    'int32',
  ),
  O,
);
const optimizer = tf.train.sgd(0.01);

function loss() {
  const inputs = tf.split(x.matMul(Wxh).add(bh), T);
  let h = tf.zeros([B, H]);
  for (const input of inputs) h = h.matMul(Whh).add(input).tanh();
  return tf.losses.softmaxCrossEntropy(y, h.matMul(W).add(b));
}

function update() {
  tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, variables);
    const squares = Object.values(grads).map((g) => g.square().sum());
    const factor = Math.min(1, 1 / Math.sqrt(tf.addN(squares).dataSync()[0]));
    for (const name of Object.keys(grads)) grads[name] = grads[name].mul(factor);
    optimizer.applyGradients(grads);
  });
}

process.stdout.write(`TensorFlow.js ${tf.version.tfjs} cpu\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  for (let i = Number(line); i > 0; i--) update();
  process.stdout.write(`${performance.now() - start}\n`);
}
