// `npm run bench`: one table of what the kernels, an update, the training loop and the program cost,
// and how that compares with other libraries in the same run. A report, not a test: nothing fails.
//
//   --quick   fewer rounds     --json   the rows as JSON     --peers   may download TensorFlow.js
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { passesSelfTest } from '../../dist/math/engine.js';
import { canBeWide } from '../../dist/math/simd/compile.js';
import { elementwiseRows } from './elementwise.mjs';
import { openPyTorch } from './peers/pytorch.mjs';
import { openTensorFlow } from './peers/tensorflow.mjs';
import { processRows } from './process.mjs';
import { measureProductRates, productRows } from './products.mjs';
import { table } from './table.mjs';
import { updateRows } from './updates.mjs';
import { wholeRunRows } from './wholeRun.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
});

const effort = options.quick ? { rounds: 5, roundMs: 3 } : { rounds: 21, roundMs: 8 };
const widths = canBeWide() ? ['256', '128'] : ['128'];

// Every kernel is compiled at its first call, with the engine's flags of that moment: the self-test
// calls all of a width before the next width changes the flags.
const trusted = Object.fromEntries(
  widths.map((width) => [width, ['f32', 'f64'].every((one) => passesSelfTest(width, one))]),
);

const opened = {
  PyTorch: await openPyTorch(),
  'TensorFlow.js': await openTensorFlow(options.peers),
};
const peers = Object.values(opened).filter((peer) => peer !== null);
const missing = Object.keys(opened).filter((name) => opened[name] === null);

const rates = await measureProductRates(widths, effort);
const rows = [
  ...productRows(widths, rates),
  ...(await elementwiseRows(widths, effort)),
  ...(await updateRows(widths, peers, { ...effort, roundMs: 3 * effort.roundMs })),
  ...(await wholeRunRows(
    widths,
    options.quick ? { rounds: 2, steps: 500 } : { rounds: 5, steps: 1000 },
  )),
  ...missing.map((name) => ({ name: `${name}: not installed`, unit: '', values: {} })),
  ...(await processRows(widths, effort)),
];
for (const { close } of peers) close();

const machine = {
  node: process.version,
  processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${process.arch}`,
  widths,
  selfTest: trusted,
};
process.stdout.write(
  options.json ? `${JSON.stringify({ machine, effort, rows }, null, 2)}\n` : table(machine, rows),
);
