// What planning a suite costs per run: settings applied, the config checked, the run named; and what
// its manifest costs to write and to read.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSuite } from '../../dist/experiment/batch/loadSuite.js';
import { manifestText, parseManifest } from '../../dist/experiment/batch/manifestFile.js';
import { median } from './measure.mjs';

/** Values of the last axis; the others have 2 × 4 × 50. */
const SEEDS = 50;

const suiteOf = (seeds) => `
base: { task: { type: temporalOrder }, training: { optimizer: { type: sgd }, policy: [] } }
set: { training.steps: 20000 }
runs:
  - methods: { clip: { training.policy: [{ type: clipByNorm }] }, none: { training.policy: [] } }
  - task.length: [50, 100, 150, 200]
  - training.optimizer.learningRate: { log: [0.001, 0.1], count: 50 }
  - seeds: ${seeds}
`;

/** Times a suite of 20,000 runs, in µs a run. */
export async function suiteRows({ rounds }) {
  const directory = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  const times = { plan: [], write: [], read: [] };
  try {
    const file = join(directory, 'suite.yaml');
    await writeFile(file, suiteOf(SEEDS));
    for (let round = 0; round < Math.ceil(rounds / 4); round++) {
      const start = performance.now();
      const result = await loadSuite([file], { cwd: directory });
      const planned = performance.now();
      if (!result.ok) throw new Error('bench: the suite is wrong');
      const { manifest } = result.plan;
      const text = manifestText(manifest);
      const written = performance.now();
      parseManifest(file, text);
      const perRun = 1000 / manifest.jobs.length;
      times.plan.push((planned - start) * perRun);
      times.write.push((written - planned) * perRun);
      times.read.push((performance.now() - written) * perRun);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return Object.entries({
    'suite of 20,000 runs: plan': times.plan,
    'suite of 20,000 runs: text of the manifest': times.write,
    'suite of 20,000 runs: read the manifest': times.read,
  }).map(([name, found]) => ({ name, unit: 'µs/run', values: { all: median(found) } }));
}
