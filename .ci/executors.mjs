// Suites on the engines of this machine: private daemons are started, every executor is tried on them,
// and one suite comes out with one hash whatever ran it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, run } from './check.mjs';
import { installParallel } from './engines/parallel.mjs';
import { installRedis } from './engines/redis.mjs';
import { installSlurm, startSlurm } from './engines/slurm.mjs';

const program = fileURLToPath(new URL('../bin/rnn.js', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

const SUITE = {
  name: 'everywhere',
  base: {
    task: { type: 'addition', length: 10 },
    model: { layers: [{ type: 'elman', hiddenSize: 5 }] },
    training: { steps: 30, batchSize: 4 },
    evaluation: { every: 30, size: 8 },
  },
  runs: [{ 'training.optimizer.learningRate': [0.01, 0.1, 1e9] }, { seeds: 4 }],
};

/** A search whose rungs extend each other's runs: the engine is asked once for each rung. */
const SEARCH = {
  ...SUITE,
  name: 'search',
  set: { 'evaluation.every': 10 },
  runs: {
    random: { count: 6, parameters: { 'training.optimizer.learningRate': { log: [0.001, 1] } } },
  },
  search: { type: 'halving', factor: 3, minimumSteps: 10 },
};
const SUITES = [SUITE, SEARCH];

/** Runs `rnn` and returns what it printed. */
const rnn = (cwd, argv, env = {}) => run(process.execPath, [program, ...argv], { cwd, env });

const hashOf = async (cwd, { name }, out) =>
  (await rnn(cwd, ['results', name, '--out', out, '--hash'])).trim();

/** Runs the suites by an engine and returns their hashes. */
async function hashesBy(cwd, out, argv = [], env = {}) {
  const hashes = [];
  for (const suite of SUITES) {
    await rnn(cwd, ['batch', `${suite.name}.json`, '--out', out, '--quiet', ...argv], env);
    hashes.push(await hashOf(cwd, suite, out));
  }
  return hashes.join(' ');
}

/**
 * Tries the engines.
 * @param folder an existing folder
 */
export async function checkExecutors({ check }, folder) {
  const cwd = join(folder, 'executors');
  mkdirSync(cwd);
  for (const suite of SUITES) writeFileSync(join(cwd, `${suite.name}.json`), JSON.stringify(suite));
  let expected = '';
  await check('a suite and a search in worker processes of this machine', async () => {
    expected = await hashesBy(cwd, 'local');
    expect(/^[0-9a-f]{64} [0-9a-f]{64}$/.test(expected), `expected two hashes, got ${expected}`);
  });
  await check('GNU parallel: the recipe gives the same hash', async () => {
    await installParallel();
    const argv = ['batch', `${SUITE.name}.json`, '--out', 'parallel', '--prepare', '--json'];
    const { directory, runCount } = JSON.parse(await rnn(cwd, argv));
    const chunks = Math.ceil(runCount / 5);
    const command =
      `seq 0 ${chunks - 1} | ` +
      `parallel --jobs 2 ${process.execPath} ${program} chunk ${directory} --index {} --count 5`;
    await run('bash', ['-euo', 'pipefail', '-c', command], { cwd });
    const hash = await hashOf(cwd, SUITE, 'parallel');
    expect(expected.startsWith(hash), `expected ${expected}, got ${hash}`);
  });
  await check('Redis: what every executor must do, and the same hash', async () => {
    await installRedis();
    const argv = ['vitest', 'run', 'test/executors/redis'];
    await run('npx', argv, { cwd: root, env: { RNN_TEST_REDIS: '1' }, echo: true });
  });
  // munged wants every folder above its socket to be closed to others but open to be passed through.
  const place = mkdtempSync(join(tmpdir(), 'rnn-slurm-'));
  await run('chmod', ['755', place]);
  await installSlurm();
  const slurm = await startSlurm(place);
  try {
    await check('Slurm: what every executor must do', async () => {
      const argv = ['vitest', 'run', 'test/executors/slurm'];
      await run('npx', argv, { cwd: root, env: { ...slurmEnv(slurm) }, echo: true });
    });
    await check('Slurm: the same hashes from the command line', async () => {
      const argv = ['--executor', 'slurm', '--mem', '200M', '--time', '10'];
      const hashes = await hashesBy(cwd, 'slurm', argv, slurmEnv(slurm));
      expect(hashes === expected, `expected ${expected}, got ${hashes}`);
    });
  } finally {
    await slurm.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

const slurmEnv = ({ conf }) => ({ SLURM_CONF: conf, RNN_TEST_SLURM_CONF: conf });
