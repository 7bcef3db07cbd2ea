// `rnn results` on suites whole, in part, damaged and none.
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../../src/experiment/batch/manifest.ts';
import { writeManifest } from '../../src/experiment/batch/manifestFile.ts';
import { idOf, jobAt, resultOf, writeRunFile } from '../helpers/suites.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { root } from '../structure/sources.ts';
import { type InvokeOptions, invoke } from './invoke.ts';

const space = useWorkspace();

/** Two methods, two seeds each. */
const jobs = ['none', 'clip'].flatMap((method, m) =>
  [1, 2].map((seed, s) => jobAt(2 * m + s, { method, seed })),
);
const [first, second, third, fourth] = jobs as [Job, Job, Job, Job];

const out = () => space.path('runs');
const suite = (...parts: readonly string[]) => space.path('runs', 'suites', 'mine', ...parts);

async function writeSuite(of: readonly Job[] = jobs): Promise<void> {
  const base = { training: { stop: { error: 0.1 } } };
  const places = { base, dataDirectory: space.cwd, weightsDirectory: space.cwd };
  const search = { type: 'none' } as const;
  const manifest = { name: 'mine', axes: ['method', 'seed'], ...places, search, jobs: of };
  await writeManifest(out(), manifest);
}

const finish = (job: Job, changes: Parameters<typeof resultOf>[1] = {}) =>
  writeRunFile(out(), job, 'result.json', resultOf(job, changes));

const results = (options: readonly string[], more: InvokeOptions = {}) =>
  invoke(['results', ...options], { cwd: space.cwd, ...more });

beforeEach(async () => {
  await writeSuite();
  await finish(first, { outcome: 'completed', step: 900 });
  await finish(second);
  await finish(third, { step: 100 });
});

describe('rnn results', () => {
  test('shows groups and methods in pairs, as far as the suite is', async () => {
    const { exitCode, stdout, stderr } = await results(['mine']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^mine: 3 of 4 runs finished, 2 solved; 1 open\n\nmethod +runs +solved/);
    expect(stdout).toMatch(/^none +2\/2 +50% \(9-91%\) +>900 /m);
    expect(stdout).toMatch(/^clip +1\/2 +100% \(21-100%\) +100 /m);
    expect(stdout).toMatch(/^none +clip +1 +0 +0 +1 +1 /m);
  });

  test.each([
    ['its name', 'mine'],
    ['its directory', 'runs/suites/mine'],
    ['its directory with a slash', 'runs/suites/mine/'],
    ['a file that names it', 'named.yaml'],
    ['a file of its name', 'mine.yaml'],
    ['a file that was broken since', 'broken.yaml'],
  ])('takes a suite by %s', async (_, argument) => {
    await space.write('named.yaml', 'name: mine\nbase: { task: { type: addition } }\n');
    await space.write('mine.yaml', 'base: other.yaml\n');
    await space.write('broken.yaml', 'name: mine\nname: mine\n');
    const { exitCode, stdout } = await results([argument, '--quiet']);
    expect([exitCode, stdout]).toEqual([0, 'mine: 3 of 4 runs finished, 2 solved; 1 open\n']);
  });

  test('finds runs where the suite lies, wherever that is', async () => {
    const other = { cwd: suite() };
    expect((await results(['.', '--quiet'], other)).stdout).toMatch(/^mine: 3 of 4 /);
    const named = await results(['mine', '--quiet', '--out', '../..'], other);
    expect(named.stdout).toMatch(/^mine: 3 of 4 /);
  });

  test('groups by the axes asked for and compares along another', async () => {
    const { stdout } = await results(['mine', '--by', 'seed, method', '--compare', 'seed']);
    expect(stdout).toMatch(/^ *seed +method +runs /m);
    expect(stdout).toMatch(/^ *1 +2 +1 +0 +0 +1 /m);
  });

  test('prints one JSON document', async () => {
    await finish(fourth, { outcome: 'diverged', test: null, validation: null });
    const { stdout } = await results(['mine', '--json']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 1,
      name: 'mine',
      axes: ['method', 'seed'],
      runCount: 4,
      states: { finished: 4, open: 0 },
      solvedCount: 2,
      divergedCount: 1,
      by: ['method'],
      compare: 'method',
    });
    expect(document.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(document.groups[0]).toMatchObject({
      labels: { method: 'none' },
      stepsToSolve: { value: 'Infinity', unsolvedAfter: 900 },
    });
    expect(document.comparisons).toMatchObject([{ first: 'none', second: 'clip', pairCount: 2 }]);
    expect(document.runs[0]).toEqual({
      index: 0,
      runId: first.runId,
      name: 'mine',
      labels: { method: 'none', seed: 1 },
      state: 'finished',
      outcome: 'completed',
      step: 900,
      evaluation: { split: 'test', loss: 0.25, error: 0.01, count: 100 },
      resultSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      reason: null,
    });
  });

  test('writes one line per run to a file beside the table, or to standard output', async () => {
    const beside = await results(['mine', '--csv', 'runs.csv']);
    expect(beside.stdout).toMatch(/^mine: 3 of 4 /);
    const alone = await results(['mine', '--csv', '-']);
    expect(alone.stdout).toBe(await space.read('runs.csv'));
    expect(alone.stdout.split('\n').length).toBe(6);
  });

  test('has no colours off a terminal and on one that was told so', async () => {
    expect((await results(['mine'])).stdout).not.toContain('\u001b');
    const terminal = { terminalColumns: 80 };
    expect((await results(['mine'], terminal)).stdout).toContain('\u001b');
    expect((await results(['mine', '--no-color'], terminal)).stdout).not.toContain('\u001b');
    const dumb = await results(['mine'], { ...terminal, env: { TERM: 'dumb', LC_ALL: 'C' } });
    expect(dumb.stdout).toMatch(/^[\n -~]*$/);
  });

  test('shows an empty suite', async () => {
    await writeSuite([]);
    const { exitCode, stdout } = await results(['mine']);
    expect([exitCode, stdout]).toEqual([0, 'mine: 0 of 0 runs finished, 0 solved\n']);
    expect((await results(['mine', '--hash'])).stdout).toBe(`${idOf('')}\n`);
  });

  test('answers from the real program', () => {
    const bin = join(root, 'bin/rnn.js');
    const { status, stdout } = spawnSync(process.execPath, [bin, 'results', 'mine', '--quiet'], {
      cwd: space.cwd,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, 'mine: 3 of 4 runs finished, 2 solved; 1 open\n']);
  });
});

describe('a suite named by its file', () => {
  const write = (seeds: string) =>
    space.write('edited.yaml', `base: { task: { type: addition } }\nruns: { seeds: ${seeds} }\n`);
  const warning = async (argument: string) => (await results([argument, '--quiet'])).stderr;

  test('is said to have changed where it gives other runs now, and only then', async () => {
    await write('[1, 2, 3]');
    await invoke(['batch', 'edited.yaml', '--prepare'], { cwd: space.cwd });
    expect(await warning('edited.yaml')).toBe('');
    await write('[3, 4]');
    expect(await warning('edited.yaml')).toBe(
      'rnn: warning: edited.yaml has changed since it was run, or was run with --set: ' +
        '1 run of it is not shown, 2 runs shown are no longer in it\n',
    );
    expect(await warning('edited')).toBe('');
    await write('-1');
    expect(await warning('edited.yaml')).toMatch(/edited\.yaml cannot be run any more/);
  });
});

describe('the hash over all results', () => {
  test('is the same wherever the suite was run, in whatever order', async () => {
    await finish(fourth);
    const here = await results(['mine', '--hash']);
    expect([here.exitCode, here.stderr]).toEqual([0, '']);
    expect(here.stdout).toMatch(/^[0-9a-f]{64}\n$/);
    const elsewhere = space.path('elsewhere');
    for (const job of [fourth, third, second]) {
      await writeRunFile(
        elsewhere,
        job,
        'result.json',
        resultOf(job, third === job ? { step: 100 } : {}),
      );
    }
    await writeRunFile(
      elsewhere,
      first,
      'result.json',
      resultOf(first, { outcome: 'completed', step: 900 }),
    );
    await mkdir(join(elsewhere, 'suites', 'mine'), { recursive: true });
    await writeFile(
      join(elsewhere, 'suites', 'mine', 'manifest.jsonl'),
      await space.read('runs/suites/mine/manifest.jsonl'),
    );
    const there = await results(['elsewhere/suites/mine', '--hash']);
    expect(there.stdout).toBe(here.stdout);
    await finish(fourth, { step: 301 });
    expect((await results(['mine', '--hash'])).stdout).not.toBe(here.stdout);
  });

  test('is refused while a result is missing, with exit 3', async () => {
    expect(await results(['mine', '--hash'])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr:
        'rnn: no hash over all results: 1 result missing; ' +
        'mine: 3 of 4 runs finished, 2 solved; 1 open\n',
    });
    const { exitCode, stdout } = await results(['mine', '--hash', '--json']);
    expect([exitCode, JSON.parse(stdout).sha256]).toEqual([3, null]);
  });
});

describe('damage', () => {
  test('is named on standard error with exit 65, and the rest is shown', async () => {
    const path = await writeRunFile(out(), fourth, 'result.json', resultOf(first));
    const { exitCode, stdout, stderr } = await results(['mine', '--quiet']);
    expect([exitCode, stdout]).toEqual([65, 'mine: 3 of 4 runs finished, 2 solved; 1 damaged\n']);
    expect(stderr).toBe(
      `rnn: warning: ${path} is of another run, ${first.runId}; ` +
        'rnn batch --retry-failed trains the run afresh\n',
    );
    expect((await results(['mine', '--hash'])).exitCode).toBe(65);
    const { stdout: json } = await results(['mine', '--json']);
    expect(JSON.parse(json).runs[3]).toMatchObject({ state: 'damaged', outcome: null });
  });

  test('is a result that is a link', async () => {
    const path = await writeRunFile(out(), fourth, 'spec.json', '{}');
    await writeFile(space.path('other.json'), resultOf(fourth));
    await symlink(space.path('other.json'), join(path, '..', 'result.json'));
    const { exitCode, stderr } = await results(['mine']);
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(/^rnn: warning: .*result\.json is a symbolic link: refusing/);
  });
});

describe('what is asked wrongly', () => {
  test.each([
    [
      ['nine'],
      /^rnn: expected a suite that was run into .*runs, .*, got "nine"; did you mean mine\?\n$/,
    ],
    [['whatever'], /got "whatever"; there are: mine\n/],
    [['mine', '--out', 'none'], /into .*none, .*, got "mine"; rnn batch makes one\n/],
    [[''], /got ""/],
    [['../mine'], /got "\.\.\/mine"/],
    [['runs'], /got "runs"/],
    [['evil.yaml'], /got "evil\.yaml"/],
    [['config.yaml'], /^rnn: config\.yaml: expected a suite, got a config/],
    [['list.yaml'], /^rnn: list\.yaml: expected a suite, got something else/],
    [
      ['mine', '--by', 'sead'],
      /^rnn: --by: expected an axis, one of method, seed, got "sead"; did you mean seed\?/,
    ],
    [['mine', '--by', ''], /^rnn: --by: expected an axis/],
    [['mine', '--compare', 'x'], /^rnn: --compare: expected an axis/],
    [['mine', '--csv', ''], /^rnn: --csv: expected the name of a file or -, got ""/],
    [['mine', '--csv', '-', '--json'], /leave out --json/],
    [['mine', '--csv', '-', '--hash'], /leave out --hash/],
  ])('%j', async (options, message) => {
    await mkdir(space.path('planted'));
    await space.write('planted/manifest.jsonl', '{}');
    await space.write('evil.yaml', 'name: ../../planted\n');
    await space.write('config.yaml', 'task: { type: addition }\n');
    await space.write('list.yaml', '- 1\n');
    const { exitCode, stdout, stderr } = await results(options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  test('an axis of too many values to compare each with each', async () => {
    await writeSuite(Array.from({ length: 101 }, (_, seed) => jobAt(seed, { method: 'a', seed })));
    const { exitCode, stderr } = await results(['mine', '--compare', 'seed']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/expected an axis of at most 100 values, got seed with 101\n/);
  });

  test('a table that cannot be written', async () => {
    const { exitCode, stderr } = await results(['mine', '--csv', 'none/runs.csv']);
    expect(exitCode).toBe(73);
    expect(stderr).toMatch(/^rnn: cannot write .*runs\.csv/);
  });
});
