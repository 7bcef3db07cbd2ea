// A warm thread that computes costs: it holds a scanner, takes piece after piece of the grid until
// none is left, and says when it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { createScanner } from '../../dist/math/scan/choose.js';
import { b, recurrence, w } from './surfaceGrid.mjs';

/** Points that are taken at a time. */
const PIECE = 4096;

const { width, precision, cost, taken } = workerData;
const scanner = createScanner(width, precision, recurrence);

parentPort.on('message', () => {
  for (;;) {
    const from = PIECE * Atomics.add(taken, 0, 1);
    if (from >= w.length) break;
    const to = from + PIECE;
    cost.set(scanner.cost(w.subarray(from, to), b.subarray(from, to)), from);
  }
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
