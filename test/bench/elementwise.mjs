// Time per element of the kernels that are not products, on arrays the size of one time step (20
// rows of 50) and of a parameter vector.
import { ArenaPlan } from '../../dist/math/arena.js';
import { createKernels } from '../../dist/math/engine.js';
import { caseOf, measure } from './measure.mjs';

const ROWS = 20;
const COLUMNS = 50;

/** What is timed, with tensors a, b, c of [ROWS, COLUMNS] and indices below ROWS. */
const OPERATIONS = {
  tanhForward: (k, { a }) => k.tanhForward(a.address, a.row, ROWS, COLUMNS),
  tanhBackward: (k, { a, b, c }) => k.tanhBackward(a.address, b.address, c.address, a.byteLength),
  sigmoidForward: (k, { a }) => k.sigmoidForward(a.address, a.row, ROWS, COLUMNS),
  reluForward: (k, { a }) => k.reluForward(a.address, a.row, ROWS, COLUMNS),
  gatherRows: (k, { a, b, c, i }) =>
    k.gatherRows(a.address, a.row, b.address, c.address, i.address, ROWS),
  scatterAddRows: (k, { b, c, i }) =>
    k.scatterAddRows(b.address, c.address, c.row, i.address, ROWS),
  sumRows: (k, { b, c }) => k.sumRows(b.address, c.address, c.row, ROWS),
  softmaxCrossEntropy: (k, { a, c, i }) =>
    k.softmaxCrossEntropy(a.address, c.address, c.row, i.address, ROWS, COLUMNS, 1 / ROWS),
  sumSquares: (k, { c }) => k.sumSquares(c.address, c.byteLength),
  scale: (k, { a }) => k.scale(a.address, a.byteLength, 1),
  sgd: (k, { a, c }) => k.sgd(a.address, c.address, a.byteLength, 0),
  adam: (k, { a, b, c, d }) =>
    k.adam(a.address, b.address, c.address, d.address, a.byteLength, 0, 0.9, 0.999, 1e-8, 10, 1000),
};

/** Memory of one operation alone: what others leave behind, subnormals say, would change its time. */
function caseOfOperation(width, name, run) {
  const plan = new ArenaPlan('f32');
  const tensors = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [name, plan.tensor(name, ROWS, COLUMNS)]),
  );
  const place = { ...tensors, i: plan.indices(ROWS) };
  const arena = plan.allocate();
  for (const tensor of Object.values(tensors)) {
    arena.write(
      tensor,
      Array.from({ length: ROWS * COLUMNS }, (_, n) => (n % 17) / 16 - 0.5),
    );
  }
  arena.indexView(place.i).set(Array.from({ length: ROWS }, (_, n) => (n * 7) % ROWS));
  const kernels = createKernels(width, arena.memory, 'f32');
  run(kernels, place); // compiled now, with the flags of this width
  return caseOf(`${width} ${name}`, () => run(kernels, place));
}

function cases(width) {
  return Object.entries(OPERATIONS).map(([name, run]) => caseOfOperation(width, name, run));
}

/** Measures every kernel at the given widths; rows of nanoseconds per element. */
export async function elementwiseRows(widths, effort) {
  const times = await measure(widths.flatMap(cases), effort);
  return Object.keys(OPERATIONS).map((name) => ({
    name: `${name}, f32`,
    unit: 'ns/element',
    values: Object.fromEntries(
      widths.map((width) => [
        width,
        (times.get(`${width} ${name}`).median * 1e6) / (ROWS * COLUMNS),
      ]),
    ),
  }));
}
