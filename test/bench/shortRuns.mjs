// What a suite costs beside its training: runs of a few updates through the local pool, with one worker
// and with two; how often each waits for the disk, and what a worker's memory comes to.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJob } from '../../dist/experiment/batch/runJob.js';
import { specOfJob } from '../../dist/experiment/batch/specOfJob.js';
import { runId } from '../../dist/experiment/canonical.js';
import { createLocalExecutor } from '../../dist/experiment/executors/local/localExecutor.js';
import { setFailpoint } from '../../dist/experiment/fileOperations.js';
import { median } from './measure.mjs';

const host = {
  version: 'bench',
  node: process.versions.node,
  arch: process.arch,
  pid: process.pid,
};

const contextIn = (out, steps) => ({
  out,
  dataDirectory: out,
  weightsDirectory: out,
  base: {
    task: { type: 'addition', length: 20 },
    model: { layers: [{ type: 'elman', hiddenSize: 10 }] },
    training: { steps, batchSize: 4 },
    evaluation: { every: steps, size: 10 },
    metrics: { every: steps },
  },
});

function jobsOf(context, count) {
  return Array.from({ length: count }, (_, index) => {
    const job = { index, labels: {}, name: 'bench', settings: { name: 'bench', seed: index + 1 } };
    return { ...job, runId: runId(specOfJob(context, job)) };
  });
}

/** Resident memory of a process, in MB; 0 where the system does not say. */
async function residentMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
}

/** Runs a suite in a folder that is removed after. */
async function runSuite(workers, count, steps) {
  const out = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const context = contextIn(out, steps);
  const memory = [];
  const looks = [];
  let first = 0;
  let last = 0;
  let finished = 0;
  try {
    const pids = new Set();
    await createLocalExecutor({ workers, host }).execute(jobsOf(context, count), {
      context,
      directory: out,
      attempts: 1,
      signal: new AbortController().signal,
      onEvent(event) {
        if (event.type === 'started') pids.add(event.worker);
        if (event.type === 'failed') throw new Error(event.reason);
        if (event.type !== 'finished') return;
        finished += 1;
        last = performance.now();
        // The first runs of a worker compile its code.
        if (finished === workers * 5) first = last;
        if (finished % Math.ceil(count / 10) !== 0) return;
        looks.push(
          Promise.all([...pids].map(residentMb)).then((all) => memory.push(Math.max(...all))),
        );
      },
    });
    await Promise.all(looks);
    return { perRunMs: (last - first) / (count - workers * 5), memory };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Counts how often a run waits until something is durable: files, and directories beside them. */
async function countSyncs() {
  const out = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const context = contextIn(out, 5);
  const counts = { sync: 0, syncDirectory: 0 };
  setFailpoint((operation) => {
    if (Object.hasOwn(counts, operation)) counts[operation] += 1;
  });
  try {
    const [job] = jobsOf(context, 1);
    await runJob(context, job, { host, signal: new AbortController().signal });
    return counts;
  } finally {
    setFailpoint(null);
    await rm(out, { recursive: true, force: true });
  }
}

/**
 * Updates of the runs that two workers share: where a run takes hardly longer than its files do, the second
 * core is busy with the first worker's disk, compiler and garbage already.
 */
const SHARED_STEPS = 20_000;
const SHARED_COUNT = 80;

/** Times `count` runs of 5 updates, and the throughput of longer ones with two workers. */
export async function shortRunRows({ rounds, count }) {
  const short = await runSuite(1, count, 5);
  const alone = [];
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const one = await runSuite(1, SHARED_COUNT, SHARED_STEPS);
    const two = await runSuite(2, 2 * SHARED_COUNT, SHARED_STEPS);
    alone.push(one.perRunMs);
    ratios.push(one.perRunMs / two.perRunMs);
  }
  const syncs = await countSyncs();
  const row = (name, unit, value) => ({ name, unit, values: { all: value } });
  return [
    row('a run of 5 updates through the local pool', 'ms', short.perRunMs),
    row('  files it waits for', 'count', syncs.sync),
    row('  directories it waits for', 'count', syncs.syncDirectory),
    row(`  memory of its worker after ${count / 10} runs`, 'MB', short.memory[0]),
    row(`  after ${count} runs`, 'MB', short.memory.at(-1)),
    row(`a run of ${SHARED_STEPS} updates`, 'ms', median(alone)),
    row('  throughput of two workers over one', '×', median(ratios)),
  ];
}
