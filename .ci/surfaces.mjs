// The same sweep gives the same CSV and JSON, byte for byte, whatever computes it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, mapLimited, run } from './check.mjs';
import { FIRST_WIDE_MAJOR } from './nodes.mjs';

const program = fileURLToPath(new URL('../bin/rnn.js', import.meta.url));

const AT_ONCE = 2;

const CONFIG = {
  name: 'surface',
  task: { type: 'temporalOrder', length: 12 },
  model: { layers: [{ type: 'elman', hiddenSize: 11 }] },
  training: { batchSize: 5, steps: 40 },
  evaluation: { every: 40, size: 10 },
  checkpoint: { every: 10, keep: 4 },
};

/** A trained run that cases name; the same bytes on every machine. */
const RUN = 'trained';

const cases = [
  {
    name: 'paper toy, refined, with descents',
    argv: [
      ...['sweep', 'w', 'b', '--x', '4.5:5.5:61', '--y', '-2.9:-1.9:83', '--refine', '6000'],
      ...['--descend', 'x=5,y=-2.2', '--clip', 'none', '--clip', '0.1', '--optimizer', 'adam'],
    ],
  },
  {
    name: 'lecture toy, swapped and reversed, f32',
    argv: ['sweep', 'wi', 'wr', '--x', '-1:-3.5:70', '--y', '3:7:65', '--precision', 'f32'],
  },
  {
    name: 'tanh toy',
    argv: ['sweep', 'w', 'b', '--x', '-3:3:67', '--y', '-1:1:31', '--activation', 'tanh'],
  },
  {
    name: 'two parameters of a network',
    argv: [
      'sweep',
      'Whh[0,0]',
      'Wxh[1,2]',
      '--config',
      'surface.json',
      '--x',
      '-1:1:9',
      '--y',
      '-1:1:9',
    ],
  },
  {
    name: 'random directions of a trained network',
    argv: ['sweep', '--directions', 'random', '--run', RUN, '--x', '-1:1:7', '--y', '-1:1:7'],
  },
  {
    name: 'plane of a training',
    argv: ['sweep', '--directions', 'trajectory', '--run', RUN, '--x', '-1:1:7', '--y', '-1:1:7'],
  },
];

let files = 0;

/** Runs a case; returns what it printed and wrote. */
async function sweep(folder, { command, version }, kernels, argv, workers) {
  const csv = join(folder, `surface-${files++}.csv`);
  const more = ['--json', '--csv', csv, ...(workers ? ['--workers', String(workers)] : [])];
  const json = await run(command[0], [...command.slice(1), program, ...argv, ...more], {
    env: { RNN_KERNELS: kernels },
    cwd: folder,
  });
  const label = `Node ${version} with ${kernels} kernels and ${workers ?? 'no'} threads`;
  return { label, json, csv: readFileSync(csv, 'utf8') };
}

function expectSame([first, ...others]) {
  expect(first.json.length > 1000 && first.csv.length > 1000, 'hardly anything was written');
  for (const { label, json, csv } of others) {
    expect(json === first.json, `the JSON of ${label} differs from ${first.label}`);
    expect(csv === first.csv, `the CSV of ${label} differs from ${first.label}`);
  }
}

/**
 * Checks every case on every release, with every kind of kernels, with 1, 2 and 8 threads, and on
 * arm64.
 * @param nodes releases of Node for this machine
 * @param arm64 Node for arm64, or undefined where it could not be had
 */
export async function checkSurfaces({ check }, parent, nodes, arm64) {
  const folder = join(parent, 'surfaces');
  mkdirSync(folder);
  writeFileSync(join(folder, 'surface.json'), JSON.stringify(CONFIG));
  const [node] = nodes;
  await check('a run to sweep around', async () => {
    const argv = ['train', 'surface.json', '--json', '--out', 'runs'];
    const json = await run(node.command[0], [program, ...argv], { cwd: folder });
    const { directory } = JSON.parse(json);
    await run('mv', [join(folder, directory), join(folder, RUN)]);
  });
  const ways = nodes.flatMap((one) => [
    { node: one, kernels: 'reference' },
    { node: one, kernels: '128' },
    ...(one.major >= FIRST_WIDE_MAJOR ? [{ node: one, kernels: '256', workers: 2 }] : []),
  ]);
  const threads = [1, 2, 8].map((workers) => ({ node, kernels: '128', workers }));
  const distant = arm64 ? [{ node: arm64, kernels: '128' }] : [];
  for (const { name, argv } of cases) {
    const all = [...ways, ...threads, ...distant];
    await check(`${name}: same bytes in ${all.length} ways`, async () => {
      const results = await mapLimited(all, AT_ONCE, ({ node: one, kernels, workers }) =>
        sweep(folder, one, kernels, argv, workers),
      );
      expectSame(results);
    });
  }
  await check('another target gives other bytes', async () => {
    const [{ argv }] = cases;
    const plain = await sweep(folder, node, '128', argv);
    const other = await sweep(folder, node, '128', [...argv, '--target', '0.6']);
    expect(plain.csv !== other.csv, 'the bytes do not depend on the target');
  });
}
