// What a suite of 20,000 runs costs beside its training: planned (settings applied, every config checked, every run
// named), its manifest written and read, and what the commands take that plan it and that read its results.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSuite } from '../../dist/experiment/batch/loadSuite.js';
import { manifestText, parseManifest } from '../../dist/experiment/batch/manifestFile.js';
import { readResult, resultText } from '../../dist/experiment/result.js';
import { runDirectoryOf, runFile } from '../../dist/experiment/runDirectory.js';
import { median } from './measure.mjs';

const program = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));

const BASE = `task: { type: temporalOrder }, training: { optimizer: { type: sgd }, policy: [] }`;
const SUITE = `
name: large
base: { ${BASE} }
set: { training.steps: 20000 }
runs:
  - methods: { clip: { training.policy: [{ type: clipByNorm }] }, none: { training.policy: [] } }
  - task.length: [50, 100, 150, 200]
  - training.optimizer.learningRate: { log: [0.001, 0.1], count: 50 }
  - seeds: 50
`;
/** One run whose result stands for those of all others. */
const SAMPLE = `
name: sample
base: { ${BASE} }
set: { training.steps: 200, evaluation.every: 100 }
runs: [{ seeds: 1 }]
`;

async function planOf(directory, text) {
  const file = join(directory, 'suite.yaml');
  await writeFile(file, text);
  const start = performance.now();
  const result = await loadSuite([file], { cwd: directory });
  if (!result.ok) throw new Error('bench: the suite is wrong');
  return { manifest: result.plan.manifest, took: performance.now() - start };
}

/** Times `rnn` from its start to its end, in ms. */
function timeCommand(cwd, ...argv) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [program, ...argv], { cwd });
  if (status !== 0)
    throw new Error(`rnn ${argv.join(' ')} ended with exit code ${status}: ${stderr}`);
  return performance.now() - start;
}

/** Puts the result of one short run where the result of each job belongs, under the job's own id. */
async function writeResults(directory, jobs) {
  const { manifest } = await planOf(directory, SAMPLE);
  timeCommand(directory, 'batch', 'suite.yaml', '--quiet');
  const [{ name, runId }] = manifest.jobs;
  const sample = await readResult(
    runFile(runDirectoryOf(join(directory, 'runs'), name, runId), 'result'),
    runId,
  );
  const { schema: _, numerics: __, ...facts } = sample.facts;
  for (const job of jobs) {
    const target = runDirectoryOf(join(directory, 'runs'), job.name, job.runId);
    mkdirSync(target);
    writeFileSync(runFile(target, 'result'), resultText({ ...facts, runId: job.runId }).text);
  }
}

/** Times a suite of 20,000 runs: in µs a run within a process, in ms as commands. */
export async function suiteRows({ rounds }) {
  const directory = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const times = { plan: [], write: [], read: [], planCommand: [], resultsCommand: [] };
  const repeats = Math.ceil(rounds / 4);
  try {
    let jobs = [];
    for (let round = 0; round < repeats; round++) {
      const { manifest, took } = await planOf(directory, SUITE);
      const start = performance.now();
      const text = manifestText(manifest);
      const written = performance.now();
      parseManifest('manifest.json', text);
      times.plan.push(took);
      times.write.push(written - start);
      times.read.push(performance.now() - written);
      jobs = manifest.jobs;
    }
    for (let round = 0; round < repeats; round++) {
      times.planCommand.push(timeCommand(directory, 'batch', 'suite.yaml', '--dry-run'));
    }
    timeCommand(directory, 'batch', 'suite.yaml', '--prepare');
    await writeResults(directory, jobs);
    timeCommand(directory, 'results', 'large', '--hash'); // fails where a result is missing
    for (let round = 0; round < repeats; round++) {
      times.resultsCommand.push(timeCommand(directory, 'results', 'large'));
    }
    const perRun = (found) => (median(found) * 1000) / jobs.length;
    const row = (name, unit, value) => ({ name, unit, values: { all: value } });
    return [
      row('suite of 20,000 runs: plan', 'µs/run', perRun(times.plan)),
      row('suite of 20,000 runs: text of the manifest', 'µs/run', perRun(times.write)),
      row('suite of 20,000 runs: read the manifest', 'µs/run', perRun(times.read)),
      row('rnn batch --dry-run of 20,000 runs', 'ms', median(times.planCommand)),
      row('rnn results over 20,000 results', 'ms', median(times.resultsCommand)),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
