// What data cost: loading 100 MB of text or CSV, and the share of an update that goes into making its batch.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../dist/experiment/build.js';
import { loadConfigValue } from '../../dist/experiment/load/loadConfig.js';
import { openStream } from '../../dist/math/random.js';
import { openTraining } from '../../dist/training/train.js';
import { median } from './measure.mjs';

const LOADED_BYTES = 100_000_000;
const WORDS = 'it was the best of times, it was the worst of times; it was the age of wisdom.\n';
const UPDATES = 40;

const whole = (content) => [
  { split: 'whole', path: '/data', bytes: new TextEncoder().encode(content) },
];
const rows = Array.from({ length: 5000 }, (_, t) => `${Math.sin(t / 9)},${Math.cos(t / 7)}`);
const lines = Array.from({ length: 200 }, (_, i) =>
  JSON.stringify({ input: Array.from({ length: 100 }, (_, t) => (i * t) % 6), target: i % 2 }),
);
const keys = Array.from({ length: 300 }, (_, t) => [60 + (t % 12), 48 + (t % 7)]);

/** A task of each kind, with its data. */
const TASKS = [
  { type: 'temporalOrder' },
  { type: 'addition' },
  { type: 'memorization' },
  { type: 'sine' },
  { type: 'mackeyGlass' },
  { type: 'text', file: 'x', files: whole(WORDS.repeat(1000)) },
  { type: 'series', file: 'x', files: whole(`a,b\n${rows.join('\n')}\n`) },
  {
    type: 'sequences',
    file: 'x',
    inputs: { symbols: 6 },
    targets: { type: 'classes', size: 2 },
    files: whole(`${lines.join('\n')}\n`),
  },
  {
    type: 'pianoRoll',
    layer: { type: 'lstm', hiddenSize: 100 },
    file: 'x',
    length: 100,
    files: whole(
      JSON.stringify({ training: Array(40).fill(keys), validation: [keys], test: [keys] }),
    ),
  },
];

/**
 * Share of an update that its batch takes, in %: of an Elman network (50 units, B = 20, T = 100) or, where a task's
 * config ships another, of that.
 */
function batchShare(width, { files, layer = { type: 'elman' }, ...task }, rounds) {
  const config = { task, model: { layers: [layer] } };
  const loaded = loadConfigValue(config, { file: 'bench' });
  if (!loaded.ok) throw new Error(loaded.issues.map(({ message }) => message).join('\n'));
  const setup = build(loaded.spec, width, { data: files });
  const source = setup.task.training(openStream(1, 'train'));
  const { batch } = setup.network;
  const shares = [];
  const events = openTraining(setup).events({ interrupted: false });
  for (let round = 0; round < rounds + 1; round++) {
    const start = performance.now();
    for (let i = 0; i < UPDATES; i++) events.next();
    const updated = performance.now();
    for (let i = 0; i < UPDATES; i++) {
      batch.batchSize = setup.training.batchSize;
      source.next(batch);
    }
    if (round > 0) shares.push((100 * (performance.now() - updated)) / (updated - start));
  }
  return median(shares);
}

const numbers = Array.from({ length: 1000 }, (_, t) =>
  [5, 7, 9, 11].map((period) => Math.sin(t / period).toFixed(3)).join(','),
);
const held = { split: { validation: 0.05, test: 0.05 }, length: 100, horizon: 1, carryState: true };
const LOADED = {
  text: { task: { type: 'text', unit: 'character', ...held }, head: '', body: WORDS },
  CSV: { task: { type: 'series', ...held }, head: 'a,b,c,d\n', body: `${numbers.join('\n')}\n` },
};

/** Loads a file of 100 MB; whole bodies of it, so that no line is torn. */
async function load({ task, head, body }) {
  const directory = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  try {
    const file = join(directory, 'data');
    await writeFile(file, head + body.repeat(Math.floor(LOADED_BYTES / body.length)));
    const probe = fileURLToPath(new URL('loadProbe.mjs', import.meta.url));
    const argv = [probe, JSON.stringify({ ...task, file })];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Times the loading of large files and the batches of each kind of task. */
export async function dataRows(width, { rounds }) {
  const row = (name, unit, value) => ({ name, unit, values: { all: value } });
  const loading = [];
  for (const [name, file] of Object.entries(LOADED)) {
    const { ms, megabytes } = await load(file);
    loading.push(
      row(`100 MB of ${name}: read, hash, task`, 'ms', ms),
      row(`100 MB of ${name}: peak memory of the process`, 'MB', megabytes),
    );
  }
  return [
    ...loading,
    ...TASKS.map((task) =>
      row(`batch of ${task.type}: share of its update`, '%', batchShare(width, task, rounds)),
    ),
  ];
}
