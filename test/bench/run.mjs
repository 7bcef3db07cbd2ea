// `npm run bench`: one table of what the kernels, an update, the training loop and the program cost,
// and how that compares with other libraries in the same run. A report, not a test: nothing fails.
//
//   --quick   fewer rounds     --json   the rows as JSON     --peers   may download TensorFlow.js
//   --only products,elementwise,updates,cells,wholeRun,checkpoints,data,surfaces,suites,
//          shortRuns,process   these alone
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { passesSelfTest } from '../../dist/math/engine.js';
import { canBeWide } from '../../dist/math/simd/compile.js';
import { cellRows } from './cells.mjs';
import { checkpointRows } from './checkpoints.mjs';
import { dataRows } from './data.mjs';
import { elementwiseRows } from './elementwise.mjs';
import { openPyTorch } from './peers/pytorch.mjs';
import { openTensorFlow } from './peers/tensorflow.mjs';
import { processRows } from './process.mjs';
import { measureProductRates, productRows } from './products.mjs';
import { shortRunRows } from './shortRuns.mjs';
import { suiteRows } from './suites.mjs';
import { surfaceRows } from './surfaces.mjs';
import { table } from './table.mjs';
import { updateRows } from './updates.mjs';
import { wholeRunRows } from './wholeRun.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const effort = options.quick ? { rounds: 5, roundMs: 3 } : { rounds: 21, roundMs: 8 };
const widths = canBeWide() ? ['256', '128'] : ['128'];

// Every kernel is compiled at its first call, with the engine's flags of that moment: the self-test
// calls all of a width before the next width changes the flags.
const trusted = Object.fromEntries(
  widths.map((width) => [width, ['f32', 'f64'].every((one) => passesSelfTest(width, one))]),
);

async function besidePeers() {
  const opened = {
    PyTorch: await openPyTorch(),
    'TensorFlow.js': await openTensorFlow(options.peers),
  };
  const peers = Object.values(opened).filter((peer) => peer !== null);
  const missing = Object.keys(opened).filter((name) => opened[name] === null);
  const rows = await updateRows(widths, peers, { ...effort, roundMs: 3 * effort.roundMs });
  for (const { close } of peers) close();
  return [
    ...rows,
    ...missing.map((name) => ({ name: `${name}: not installed`, unit: '', values: {} })),
  ];
}

const sections = {
  products: async () => productRows(widths, await measureProductRates(widths, effort)),
  elementwise: () => elementwiseRows(widths, effort),
  updates: besidePeers,
  cells: () => cellRows(widths, { ...effort, roundMs: 3 * effort.roundMs }),
  wholeRun: () =>
    wholeRunRows(widths, options.quick ? { rounds: 2, steps: 500 } : { rounds: 5, steps: 1000 }),
  checkpoints: () => checkpointRows(widths.at(-1), effort),
  data: () => dataRows(widths.at(-1), effort),
  surfaces: () => surfaceRows(widths, effort),
  suites: () => suiteRows(effort),
  shortRuns: () => shortRunRows({ rounds: 5, count: options.quick ? 300 : 2000 }),
  process: () => processRows(widths, effort),
};

const chosen = options.only?.split(',') ?? Object.keys(sections);
const rows = [];
for (const name of chosen) {
  if (!Object.hasOwn(sections, name)) {
    throw new Error(`--only: expected ${Object.keys(sections).join(', ')}; got ${name}`);
  }
  rows.push(...(await sections[name]()));
}

const machine = {
  node: process.version,
  processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${process.arch}`,
  widths,
  selfTest: trusted,
};
process.stdout.write(
  options.json ? `${JSON.stringify({ machine, effort, rows }, null, 2)}\n` : table(machine, rows),
);
