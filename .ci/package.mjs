// The packed tarball, installed into an empty folder without development dependencies.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, run } from './check.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const LIMIT_BYTES = 1_000_000;

const WANTED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'bin/rnn.js',
  'configs/pascanu2013/temporal-order.yaml',
  'examples/parity.mjs',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/cli/main.js',
  'dist/math/simd/kernels.wasm',
  'dist/math/simd/scan.wasm',
  'dist/experiment/surface/worker.js',
  'dist/report/surface/page.js',
  'dist/rnn.schema.json',
];

/** Everything that may be packed. */
const ALLOWED =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|(bin|configs|examples|dist)\/.*)$/;

/** Sources and tests may not be packed, compiled or not. */
const UNWANTED = /(^|\/)(test|bench)\/|\.test\.|(?<!\.d)\.ts$|\.tsbuildinfo$|\.map$/;

/** A user's program: types are checked with all declarations, and a misspelt key is an error. */
const CONSUMER = `
import { train, type TrainEvent } from '${name}';
const losses: number[] = [];
const onEvent = (event: TrainEvent) => {
  if (event.type === 'step') losses.push(event.loss);
};
const task = { type: 'temporalOrder', length: 10 } as const;
const { outcome } = await train({ task, training: { steps: 3 } }, { onEvent });
if (outcome !== 'completed' || losses.length !== 3) throw new Error(outcome);
// @ts-expect-error
export const misspelt = () => train({ task: { type: 'temporalOrder', lenght: 10 } });
`;

const CONSUMER_OPTIONS = {
  compilerOptions: {
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    lib: ['es2023', 'dom'],
    types: [],
  },
  files: ['consumer.ts'],
};

/** Packs, installs and uses the package. */
export async function checkPackage({ check }, folder) {
  const packs = join(folder, 'packs');
  const home = join(folder, 'installed');
  mkdirSync(packs);
  mkdirSync(home);
  const tarball = join(packs, `${name}-${version}.tgz`);
  const npx = (...argv) => run('npx', ['--no-install', ...argv], { cwd: home });

  await check('npm pack holds what it should', async () => {
    await run('npm', ['pack', '--silent', '--pack-destination', packs], { cwd: root });
    const { size } = statSync(tarball);
    expect(size < LIMIT_BYTES, `expected under ${LIMIT_BYTES} bytes, got ${size}`);
    const listing = await run('tar', ['-tzf', tarball]);
    const packed = listing
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
    const missing = WANTED.filter((path) => !packed.includes(path));
    expect(missing.length === 0, `missing: ${missing.join(', ')}`);
    const extra = packed.filter((path) => !ALLOWED.test(path) || UNWANTED.test(path));
    expect(extra.length === 0, `unwanted: ${extra.join(', ')}`);
  });
  await check('the package installs without development dependencies', async () => {
    writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
    await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], { cwd: home });
  });
  await check('the installed program trains', async () => {
    const said = await npx('rnn', '--version');
    expect(said === `${version}\n`, `expected ${version}, got ${said}`);
    expect((await npx('rnn', 'list')).includes('temporalOrder'), 'rnn list names no task');
    await npx('rnn', 'init', 'temporalOrder');
    await npx('rnn', 'validate', 'temporalOrder.yaml');
    const few = ['--set', 'training.steps=5', '--set', 'evaluation.size=20'];
    const json = await npx('rnn', 'train', 'temporalOrder.yaml', '--json', ...few);
    const { step, outcome } = JSON.parse(json);
    expect(step === 5 && outcome === 'completed', json);
  });
  await check('the installed program sweeps, with threads and a page', async () => {
    const argv = ['sweep', 'w', 'b', '--x', '4.5:5.5:9', '--y', '-2.9:-1.9:9', '--workers', '2'];
    const json = await npx('rnn', ...argv, '--json', '--html', 'surface.html');
    const { cost } = JSON.parse(json);
    expect(cost.values.length === 81 && cost.min < cost.max, json);
    const page = readFileSync(join(home, 'surface.html'), 'utf8');
    expect(page.includes('<canvas') && page.includes('</html>'), page.slice(0, 200));
  });
  await check('the installed library has types and runs', async () => {
    writeFileSync(join(home, 'consumer.ts'), CONSUMER);
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(CONSUMER_OPTIONS));
    await run(join(root, 'node_modules/.bin/tsc'), ['--project', home]);
    await run(process.execPath, ['consumer.js'], { cwd: home });
  });
  await check('the installed example runs', async () => {
    const example = join(home, 'node_modules', name, 'examples/parity.mjs');
    await run(process.execPath, [example, '20'], { cwd: home });
  });
}
