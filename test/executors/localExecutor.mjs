// The local executor as the conformance suite takes it, here and in a process of its own.
import { createLocalExecutor } from '../../dist/experiment/executors/local/localExecutor.js';

const host = { version: '1.2.3', node: process.versions.node, arch: process.arch };

/** Makes the executor. */
export function makeExecutor() {
  return createLocalExecutor({ workers: 2, host });
}
