// Whether what is killed goes on to the same bytes: a run of at least 20 s that is killed (-9) at 50 moments drawn by
// a seed, and a suite of 40 runs whose coordinator is killed 10 times. Slow, so no part of `npm test`:
// npm run check:kills
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import seedrandom from 'seedrandom';

/** What the run is to take; the machine may get faster after its rate was measured. */
const RUN_SECONDS = 40;
const LEAST_SECONDS = 20;
const RUN_KILLS = 50;
const KILLS_AFTER_CHECKPOINT = 30;
const SUITE_RUNS = 40;
const SUITE_KILLS = 10;

const program = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rnn-kills-'));
const draw = seedrandom('kills');
const between = (low, high) => low + (high - low) * draw();

const QUIET = ['--quiet', '--progress', 'none'];

/** Runs `rnn` to its end, or kills it after some seconds. */
function rnn(argv, killAfter = Number.POSITIVE_INFINITY) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...argv], { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const timer =
      killAfter < Number.POSITIVE_INFINITY
        ? setTimeout(() => child.kill('SIGKILL'), killAfter * 1000)
        : undefined;
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL' || exitCode === 0) resolve({ stdout, wasKilled: exitCode === null });
      else reject(new Error(`rnn ${argv.join(' ')}: exit ${exitCode}: ${stderr}`));
    });
  });
}

function expectEqual(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: ${actual}, expected ${expected}`);
}

/** Names of all files below a directory; at which steps a run was interrupted leaves checkpoints of other steps. */
const namesIn = (directory) =>
  readdirSync(join(folder, directory), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replace(/checkpoint-\d+/, 'checkpoint-#'),
  );

function expectEqualNames(actual, expected) {
  const names = namesIn(expected);
  const strays = namesIn(actual).filter((name) => !names.includes(name));
  expectEqual(`${actual}: stray files`, strays.join(', '), '');
  expectEqual(`${actual}: how many files`, namesIn(actual).length, names.length);
}

const runIn = (out) => join(out, readdirSync(join(folder, out))[0]);
const read = (path) => readFileSync(join(folder, path), 'utf8');

function configOf(name, steps, checkpointEvery) {
  return {
    name,
    task: { type: 'addition', length: 50 },
    model: { layers: [{ type: 'elman', hiddenSize: 50 }] },
    training: { steps, optimizer: { type: 'adam', learningRate: 0.001 } },
    evaluation: { every: Math.ceil(steps / 10), size: 200 },
    checkpoint: { every: checkpointEvery },
  };
}

/** Updates a second, measured. */
async function rate() {
  writeFileSync(join(folder, 'rate.json'), JSON.stringify(configOf('rate', 2000, 1e6)));
  const { stdout } = await rnn(['train', 'rate.json', ...QUIET, '--json', '--out', 'rate']);
  return 2e6 / JSON.parse(stdout).durationMs;
}

async function killRun() {
  const perSecond = await rate();
  const steps = Math.ceil(RUN_SECONDS * perSecond);
  const config = configOf('long', steps, Math.ceil(perSecond / 4));
  writeFileSync(join(folder, 'long.json'), JSON.stringify(config));
  const start = performance.now();
  await rnn(['train', 'long.json', ...QUIET, '--out', 'whole']);
  const seconds = (performance.now() - start) / 1000;
  if (seconds < LEAST_SECONDS)
    throw new Error(`the run took but ${seconds.toFixed(1)} s: try again`);
  let [kills, afterCheckpoint, rounds] = [0, 0, 0];
  const isEnough = () => kills >= RUN_KILLS && afterCheckpoint >= KILLS_AFTER_CHECKPOINT;
  while (!isEnough()) {
    const out = `killed-${++rounds}`;
    const argv = ['train', 'long.json', ...QUIET, '--out', out];
    for (;;) {
      const { wasKilled } = await rnn(argv, isEnough() ? undefined : between(0.1, 3));
      if (!wasKilled) break;
      kills++;
      if (namesIn('.').some((name) => name.startsWith(out) && /checkpoint-/.test(name))) {
        afterCheckpoint++;
      }
    }
    for (const file of ['result.json', 'metrics.jsonl']) {
      const isEqual = read(join(runIn(out), file)) === read(join(runIn('whole'), file));
      expectEqual(`${out}: ${file} is as undisturbed`, isEqual, true);
    }
    expectEqualNames(out, 'whole');
  }
  return `a run of ${seconds.toFixed(1)} s (${steps} updates) killed ${kills} times, ${afterCheckpoint} of them after a checkpoint, in ${rounds} rounds: equal bytes, equal files`;
}

async function killSuite() {
  const steps = Math.ceil(await rate());
  const base = configOf('base', steps, Math.ceil(steps / 4));
  const suite = { name: 'forty', base, runs: [{ seeds: SUITE_RUNS }] };
  writeFileSync(join(folder, 'forty.json'), JSON.stringify(suite));
  const batch = (out) => ['batch', 'forty.json', '--quiet', '--out', out];
  const hashOf = async (out) => (await rnn(['results', 'forty', '--out', out, '--hash'])).stdout;
  await rnn(batch('suite'));
  let [kills, rounds] = [0, 0];
  while (kills < SUITE_KILLS) {
    const out = `suite-${++rounds}`;
    for (;;) {
      const isDone = kills === SUITE_KILLS;
      const { wasKilled } = await rnn(batch(out), isDone ? undefined : between(0.5, 4));
      if (!wasKilled) break;
      kills++;
    }
    expectEqual(`${out}: its hash`, await hashOf(out), await hashOf('suite'));
    expectEqualNames(out, 'suite');
  }
  return `a suite of ${SUITE_RUNS} runs whose coordinator was killed ${kills} times, in ${rounds} rounds: equal hash, equal files`;
}

try {
  for (const check of [killRun, killSuite]) process.stdout.write(`${await check()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
