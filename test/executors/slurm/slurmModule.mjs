// The Slurm executor as the conformance suite takes it, here and in a process of its own.
import { fileURLToPath } from 'node:url';
import { createSlurmExecutor } from '../../../dist/experiment/executors/slurm/slurmExecutor.js';

const program = fileURLToPath(new URL('../../../bin/rnn.js', import.meta.url));

/** Makes the executor: it looks often, since the cluster is nobody else's. */
export function makeExecutor() {
  return createSlurmExecutor({
    request: {},
    program: [process.execPath, program],
    runsPerTask: 25,
    pace: { lookMs: 50, askMs: 300, patienceMs: 60_000 },
  });
}
