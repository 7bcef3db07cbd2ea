// Every config that is shipped and every command of the README runs, with few steps.
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadSuite } from '../../src/experiment/batch/loadSuite.ts';
import { specOfJob } from '../../src/experiment/batch/specOfJob.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What lies beside configs and is none. */
const DATA = [join('data', 'tunes.json')];

const files = readdirSync(join(root, 'configs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ya?ml|json)$/.test(name) && !DATA.includes(name))
  .sort();
const suites = files.filter((name) => name.startsWith('suites'));
const configs = files.filter((name) => !suites.includes(name));

const space = useWorkspace();

const TEXT = 'It was the best of times, it was the worst of times. '.repeat(2000);

const PIECES = [Array.from({ length: 40 }, (_, step) => [60 + (step % 5)])];
const MUSIC = JSON.stringify({ training: PIECES, validation: PIECES, test: PIECES });

const SERIES = `Month,Sunspots\n${Array.from({ length: 2000 }, (_, t) => `m${t},${(t * t) % 31}`).join('\n')}\n`;

/** What a config that is for a file of the user's own is given. */
const OWN_FILES = [
  [/type: text/, 'text.txt'],
  [/file: \w+\.mat/, 'music.json'],
  [/file: monthly-sunspots\.csv/, 'series.csv'],
] as const;

/** Few steps, and an evaluation that ends soon. */
const FEW = ['training.steps=3', 'evaluation.size=20', 'evaluation.every=2'];

async function trainBriefly(argv: readonly string[], config: string) {
  const content = readFileSync(config, 'utf8');
  const [, file] = OWN_FILES.find(([pattern]) => pattern.test(content)) ?? [];
  const isGiven = argv.some((argument) => argument.startsWith('task.file='));
  await space.write('text.txt', TEXT);
  await space.write('music.json', MUSIC);
  await space.write('series.csv', SERIES);
  const set = [...FEW, ...(file && !isGiven ? [`task.file=${file}`] : [])];
  return invoke(['train', ...argv, ...set.flatMap((one) => ['--set', one])], { cwd: space.cwd });
}

describe('configs', () => {
  test('are there, one of them in JSON', () => {
    expect(configs.length).toBeGreaterThan(5);
    expect(configs.some((name) => name.endsWith('.json'))).toBe(true);
  });

  test.each(configs)('%s trains', async (name) => {
    const path = join(root, 'configs', name);
    const { exitCode, stdout, stderr } = await trainBriefly([path], path);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/^completed 3 steps; .*; runs\/[\w.-]+$/m);
  });

  test.each(suites)('%s is planned, and its first run trains', async (name) => {
    const result = await loadSuite([name], { cwd: join(root, 'configs'), set: FEW.slice(1) });
    if (!result.ok) throw new Error(formatIssues(result.issues));
    const { manifest } = result.plan;
    expect(manifest.jobs.length).toBeGreaterThan(5);
    const [job] = manifest.jobs;
    const spec = job && specOfJob(manifest, job);
    await space.write('config.json', JSON.stringify(spec));
    const { exitCode, stderr } = await trainBriefly(
      [space.path('config.json')],
      space.path('config.json'),
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  test.each(files.filter((name) => !name.endsWith('.json')))('%s says what it is', (name) => {
    const lines = readFileSync(join(root, 'configs', name), 'utf8').split('\n');
    const [first = ''] = lines.filter((line) => !line.startsWith('# yaml-language-server:'));
    expect(first).toMatch(/^# \w/);
  });
});

/** Splits a command line as a shell does, for the quoting the README uses. */
function wordsOf(line: string): string[] {
  const parts = line.replace(/\s#.*$/, '').match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return parts.map((part) => part.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commandLines = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => /^(npx )?rnn /.test(line));

describe('commands of the README', () => {
  test('are there', () => {
    expect(commandLines.length).toBeGreaterThan(0);
  });

  test.each(commandLines)('%s', async (line) => {
    await cp(join(root, 'configs'), space.path('configs'), { recursive: true });
    await copyFile(join(root, 'README.md'), space.path('README.md'));
    const argv = wordsOf(line.replace(/^npx /, '')).slice(1);
    const config = argv.find((word) => /\.(ya?ml|json)$/.test(word));
    const isTraining = argv[0] === 'train' && config !== undefined;
    const { exitCode, stderr } = isTraining
      ? await trainBriefly(argv.slice(1), space.path(relative('.', config)))
      : await invoke(argv, { cwd: space.cwd });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });
});
