// A cost surface of 500 × 500 points over 50 steps, without and with its gradient, on one thread and
// on two warm ones, beside other libraries' in the same rounds.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createScanner } from '../../dist/math/scan/choose.js';
import { caseOf, measure } from './measure.mjs';
import { openNumPySurface } from './peers/numpy.mjs';
import { openPyTorchSurface } from './peers/pytorch.mjs';
import { COUNT, computePieces, recurrence, resultsOf } from './surfaceGrid.mjs';

const THREADS = 2;
const PRECISIONS = ['f64', 'f32'];
const QUANTITIES = ['cost', 'gradient'];

/** Other libraries, by what they compute; `threads` says which of our times is beside theirs. */
const PEERS = {
  cost: [
    {
      library: 'NumPy',
      way: 'in place, in blocks',
      threads: 1,
      open: () => openNumPySurface('blocks'),
    },
    { library: 'NumPy', way: 'as written', threads: 1, open: () => openNumPySurface('plain') },
    { library: 'PyTorch', way: 'in place', threads: 1, open: () => openPyTorchSurface('cost', 1) },
    { library: 'PyTorch', way: 'in place', threads: 2, open: () => openPyTorchSurface('cost', 2) },
  ],
  gradient: [false, true].flatMap((keepsMemory) =>
    [1, THREADS].map((threads) => ({
      library: 'PyTorch',
      way: keepsMemory ? 'autograd, memory kept' : 'autograd',
      threads,
      open: () => openPyTorchSurface('gradient', threads, keepsMemory),
    })),
  ),
};

const caseName = (width, precision, quantity, threads) =>
  `${width} ${precision} ${quantity} ${threads}`;

const threadsText = (threads) => (threads === 1 ? 'one thread' : 'two threads');

function oneThreadCase(width, precision, quantity) {
  const scanner = createScanner(width, precision, recurrence);
  const results = resultsOf(quantity, ArrayBuffer);
  const run = () => {
    let taken = 0;
    computePieces(scanner, quantity, results, () => taken++);
  };
  return { ...caseOf(caseName(width, precision, quantity, 1), run), close() {} };
}

/** Threads that share the results; a run waits for all of them. */
async function threadsCase(width, precision, quantity) {
  const results = resultsOf(quantity, SharedArrayBuffer);
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const workers = [];
  for (let i = 0; i < THREADS; i++) {
    const worker = new Worker(new URL('./surfaceWorker.mjs', import.meta.url), {
      workerData: { width, precision, quantity, results, taken },
    });
    await once(worker, 'message'); // compiled, before another thread changes the engine's flags
    workers.push(worker);
  }
  const run = () => {
    taken[0] = 0;
    const all = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('start');
    return Promise.all(all);
  };
  return {
    name: caseName(width, precision, quantity, THREADS),
    async time(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) await run();
      return performance.now() - start;
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

async function casesOf(quantity, widths) {
  const cases = [];
  for (const width of widths) {
    for (const precision of PRECISIONS) {
      cases.push(oneThreadCase(width, precision, quantity));
      cases.push(await threadsCase(width, precision, quantity));
    }
  }
  return cases;
}

/** Opens the peers of a quantity; names the libraries that are not there. */
async function openPeers(quantity) {
  const peers = [];
  const missing = new Set();
  for (const { library, way, threads, open } of PEERS[quantity]) {
    const peer = await open();
    if (peer) {
      peers.push({ ...peer, threads, name: `${peer.name}, ${way}, ${threadsText(threads)}` });
    } else missing.add(library);
  }
  return { peers, missing: [...missing] };
}

async function quantityRows(quantity, widths, effort) {
  const { peers, missing } = await openPeers(quantity);
  const cases = await casesOf(quantity, widths);
  const times = await measure([...cases, ...peers], effort);
  for (const { close } of [...cases, ...peers]) await close();
  const ms = (name) => times.get(name).median;
  const ours = (precision, threads) =>
    Object.fromEntries(
      widths.map((width) => [width, ms(caseName(width, precision, quantity, threads))]),
    );
  const times64 = { 1: ours('f64', 1), [THREADS]: ours('f64', THREADS) };
  return [
    ...PRECISIONS.flatMap((precision) =>
      [1, THREADS].map((threads) => ({
        name: `surface ${COUNT} × ${COUNT}, ${quantity}, ${precision}, ${threadsText(threads)}`,
        unit: 'ms',
        values: ours(precision, threads),
      })),
    ),
    ...peers.flatMap(({ name, threads }) => [
      { name, unit: 'ms', values: { peer: ms(name) } },
      {
        name: `  times our f64 on ${threadsText(threads)}`,
        unit: '×',
        values: Object.fromEntries(
          widths.map((width) => [width, ms(name) / times64[threads][width]]),
        ),
      },
    ]),
    ...missing.map((library) => ({ name: `${library}: not installed`, unit: '', values: {} })),
  ];
}

/** Times of the surface's cost, then of its cost and gradient, ours and the peers'. */
export async function surfaceRows(widths, effort) {
  const rows = [];
  for (const quantity of QUANTITIES) rows.push(...(await quantityRows(quantity, widths, effort)));
  return rows;
}
