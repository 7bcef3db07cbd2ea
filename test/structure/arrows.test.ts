// The import rules find what they are there to find: one cruise over a planted tree.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './sources.ts';

/** Rule by rule, a file that breaks it. */
const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['arrow-from-math', 'src/math/arrow.ts', "import '../cells/plain.ts';"],
  ['arrow-from-cells', 'src/cells/arrow.ts', "import '../losses/plain.ts';"],
  ['arrow-from-losses', 'src/losses/arrow.ts', "import type { T } from '../tasks/plain.ts';"],
  ['arrow-from-tasks', 'src/tasks/arrow.ts', "import '../model/plain.ts';"],
  ['arrow-from-model', 'src/model/arrow.ts', "import '../training/plain.ts';"],
  ['arrow-from-training', 'src/training/arrow.ts', "await import('../experiment/plain.ts');"],
  ['arrow-from-experiment', 'src/experiment/arrow.ts', "import '../report/plain.ts';"],
  ['arrow-from-report', 'src/report/arrow.ts', "import type { T } from '../math/plain.ts';"],
  ['arrow-from-cli', 'src/cli/arrow.ts', "import '../stray.ts';"],
  ['report-takes-types-only', 'src/report/value.ts', "import '../training/plain.ts';"],
  ['no-import-of-the-entry', 'src/cli/entry.ts', "import '../index.ts';"],
  ['entry-without-command-line', 'src/index.ts', "import './cli/main.ts';"],
  ['home-of-seedrandom', 'src/training/random.ts', "import 'seedrandom';"],
  ['home-of-ml-matrix', 'src/model/matrix.ts', "import 'ml-matrix';"],
  ['home-of-pbf', 'src/report/pbf.ts', "import 'pbf';"],
  ['home-of-zod', 'src/cli/zod.ts', "import 'zod';"],
  ['home-of-yaml', 'src/cli/yaml.ts', "import 'yaml';"],
  ['home-of-chalk', 'src/cli/chalk.ts', "import 'chalk';"],
  ['home-of-asciichart', 'src/cli/chart.ts', "import 'asciichart';"],
  ['home-of-cli-progress', 'src/cli/bar.ts', "import 'cli-progress';"],
  ['home-of-d3-contour', 'src/cli/contour.ts', "import 'd3-contour';"],
  ['home-of-papaparse', 'src/experiment/csv.ts', "import 'papaparse';"],
  ['home-of-midi-file', 'src/experiment/midi.ts', "import 'midi-file';"],
  ['home-of-tinypool', 'src/cli/pool.ts', "import 'tinypool';"],
  ['home-of-bullmq', 'src/cli/queue.ts', "import 'bullmq';"],
  ['home-of-ioredis', 'src/experiment/redis.ts', "import 'ioredis';"],
  ['home-of-commander', 'src/report/commander.ts', "import 'commander';"],
  ['outside-fs', 'src/training/fs.ts', "import 'node:fs/promises';"],
  ['outside-v8', 'src/cli/v8.ts', "import 'node:v8';"],
  ['outside-process', 'src/experiment/process.ts', "import 'node:process';"],
  ['no-development-dependency', 'src/cli/development.ts', "import 'fast-check';"],
  ['page-runs-in-browsers', 'src/report/surface/page/node.ts', "import 'node:path';"],
  ['page-stands-alone', 'src/cli/page.ts', "import '../report/surface/page/node.ts';"],
  ['no-unresolvable', 'src/math/missing.ts', "import './nowhere.ts';"],
  ['no-cycle', 'src/tasks/one.ts', "import './two.ts';"],
  ['no-unused-file', 'src/math/unused.ts', ''],
];

const layers = ['math', 'cells', 'losses', 'tasks', 'model', 'training', 'experiment', 'report'];

const partOfCycle = 'src/tasks/two.ts';

const allowed: readonly (readonly [file: string, text: string])[] = [
  ...layers.map((layer) => [`src/${layer}/plain.ts`, 'export type T = 1;'] as const),
  ['src/stray.ts', ''],
  [partOfCycle, "import './one.ts';"],
  ['src/report/event.ts', "import type { T } from '../training/plain.ts';"],
  ['src/math/simd/compile.ts', "import 'node:fs'; import 'node:v8';"],
  ['src/cli/main.ts', "import '../experiment/plain.ts'; import 'node:fs'; import 'node:process';"],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let directory = '';
let found: Violation[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rnn-arrows-'));
  const files = [...planted.map(([, file, text]) => [file, text] as const), ...allowed];
  for (const [file, text] of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), `${text}\nexport {};\n`);
  }
  for (const name of ['node_modules', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    symlinkSync(join(root, name), join(directory, name));
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [bin, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    { cwd: directory, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr);
  found = JSON.parse(stdout).summary.violations;
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test.each(planted)('%s is broken by %s: %s', (rule, file) => {
  const rules = found.filter(({ from }) => from === file).map(({ rule: { name } }) => name);
  expect(rules).toContain(rule);
});

test('nothing else is broken', () => {
  const harmless = allowed.map(([file]) => file).filter((file) => file !== partOfCycle);
  const broken = found.filter(({ rule: { name } }) => name !== 'no-unused-file');
  expect(broken.filter(({ from }) => harmless.includes(from))).toEqual([]);
});

test('every rule has a file that breaks it', async () => {
  const { default: config } = await import(join(root, '.dependency-cruiser.cjs'));
  const rules: string[] = config.forbidden.map(({ name }: { name: string }) => name);
  expect(planted.map(([rule]) => rule).sort()).toEqual(rules.sort());
});
