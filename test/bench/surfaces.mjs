// A cost surface of 500 × 500 points over 50 steps, without and with its gradient, on one thread and
// on two warm ones, beside other libraries' in the same rounds.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createPoolExecutor } from '../../dist/experiment/surface/executor.js';
import { createScanner } from '../../dist/math/scan/choose.js';
import { caseOf, measure } from './measure.mjs';
import { openNumPySurface } from './peers/numpy.mjs';
import { openPyTorchSurface } from './peers/pytorch.mjs';
import { b, COUNT, recurrence, source, w } from './surfaceGrid.mjs';

const THREADS = 2;
const PRECISIONS = ['f64', 'f32'];
const QUANTITIES = ['cost', 'gradient'];

/** Points of a tile of the pool, as `rnn sweep` cuts such a surface. */
const TILE = 32_768;

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
  gradient: [
    {
      library: 'PyTorch',
      way: 'autograd',
      threads: 1,
      open: () => openPyTorchSurface('gradient', 1),
    },
    {
      library: 'PyTorch',
      way: 'autograd',
      threads: 2,
      open: () => openPyTorchSurface('gradient', 2),
    },
    {
      library: 'PyTorch',
      way: 'autograd of addcmul',
      threads: 1,
      open: () => openPyTorchSurface('fused', 1),
    },
    {
      library: 'PyTorch',
      way: 'autograd of addcmul',
      threads: 2,
      open: () => openPyTorchSurface('fused', 2),
    },
  ],
};

const caseName = (width, precision, quantity, threads) =>
  `${width} ${precision} ${quantity} ${threads}`;

const threadsText = (threads) => (threads === 1 ? 'one thread' : 'two threads');

function oneThreadCase(width, precision, quantity) {
  const scanner = createScanner(width, precision, recurrence);
  return {
    ...caseOf(caseName(width, precision, quantity, 1), () => scanner[quantity](w, b)),
    close() {},
  };
}

/** A case whose runs wait for other threads. */
function waitingCase(name, run, close) {
  return {
    name,
    async time(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) await run();
      return performance.now() - start;
    },
    close,
  };
}

/** Costs by threads that share the results. */
async function threadsCostCase(width, precision) {
  const cost = new Float64Array(new SharedArrayBuffer(w.byteLength));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const workers = [];
  for (let i = 0; i < THREADS; i++) {
    const worker = new Worker(new URL('./surfaceWorker.mjs', import.meta.url), {
      workerData: { width, precision, cost, taken },
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
  const close = () => Promise.all(workers.map((worker) => worker.terminate()));
  return waitingCase(caseName(width, precision, 'cost', THREADS), run, close);
}

/** Gradients by the pool of `rnn sweep`. */
async function threadsGradientCase(width, precision) {
  const pool = createPoolExecutor({ ...source, precision }, width, THREADS);
  const run = () => {
    const tiles = [];
    for (let from = 0; from < w.length; from += TILE) {
      tiles.push(pool.run(w.slice(from, from + TILE), b.slice(from, from + TILE)));
    }
    return Promise.all(tiles);
  };
  await run(); // compiled, as above
  return waitingCase(caseName(width, precision, 'gradient', THREADS), run, pool.close);
}

async function casesOf(quantity, widths) {
  const onThreads = { cost: threadsCostCase, gradient: threadsGradientCase }[quantity];
  const cases = [];
  for (const width of widths) {
    for (const precision of PRECISIONS) {
      cases.push(oneThreadCase(width, precision, quantity));
      cases.push(await onThreads(width, precision));
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
