// A warm thread that computes pieces of the surface: it holds a scanner, takes piece after piece until
// none is left, and says when it is done.
import { parentPort, workerData } from 'node:worker_threads';
import { createScanner } from '../../dist/math/scan/choose.js';
import { computePieces, recurrence } from './surfaceGrid.mjs';

const { width, precision, quantity, results, taken } = workerData;
const scanner = createScanner(width, precision, recurrence);

parentPort.on('message', () => {
  computePieces(scanner, quantity, results, () => Atomics.add(taken, 0, 1));
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
